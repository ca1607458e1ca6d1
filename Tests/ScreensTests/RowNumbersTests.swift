import Screens
import Testing

@Suite("Rows by their numbers")
struct RowNumbersTests {
    @Test(
        "Numbers, spans and all name rows, each once and in the list's order",
        arguments: [
            ("1", [0]), ("3,1", [0, 2]), ("1, 3-5", [0, 2, 3, 4]), (" ALL ", [0, 1, 2, 3, 4]), ("2 2-3", [1, 2]),
        ])
    func read(line: String, places: [Int]) throws {
        #expect(try RowNumbers.read(line, count: 5) == places)
    }

    @Test(
        "What names no rows, or rows that there are not, is refused",
        arguments: ["", ",", "0", "6", "5-3", "1-", "-2", "1-2-3", "x", "1-99999999999999999999", "all 1"])
    func refused(line: String) {
        #expect(throws: AnswerError.self) { try RowNumbers.read(line, count: 5) }
    }
}
