extension Sequence<UInt8> {
    /// Two hexadecimal digits for each byte.
    var hex: String { flatMap { [$0 >> 4, $0 & 0xF] }.map { String($0, radix: 16) }.joined() }
}
