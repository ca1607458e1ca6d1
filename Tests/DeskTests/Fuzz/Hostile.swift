/// Texts from outside that try to move the cursor, turn the line around, fill the memory or press keys.
enum Hostile {
    static let texts = [
        "", " ", "CAD-PRO", "mesh", "ana@acme.example", "+36h", "fri 18:00", "max", "2026-02-30 25:61",
        "\u{1B}[2J\u{1B}]0;owned\u{7}", "y\ny\r\nR\rq\u{3}", "\u{202E}gnp.exe\u{2066}\u{200F}",
        "\u{0}\u{8}\u{7F}\u{9B}31m",
        String(repeating: "e\u{301}\u{20DD}", count: 40), "a" + String(repeating: "\u{300}", count: 500),
        "漢字仮名交じり文の製品名", "한국어 제품", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪", "\u{FEFF}\u{2028}\u{2029}\u{85}", "\u{E000}\u{FFFF}\u{10FFFF}",
        "%s%n%@\\(x)", "../../etc/passwd", "<script>alert(1)</script>", String(repeating: "w", count: 2_000),
        "99999999999999999999999999", "-9223372036854775808", "+999999999d",
    ]
}
