import Screens
import Testing

@Suite("Rows by their numbers")
struct RowNumbersTests {
    @Test(
        "Numbers, spans and all name rows, each once and in the list's order",
        arguments: [
            ("1", [1]), ("3,1", [1, 3]), ("1, 3-5", [1, 3, 4, 5]), (" ALL ", [1, 2, 3, 4, 5]), ("2 2-3", [2, 3]),
        ])
    func read(line: String, numbers: [Int]) throws {
        #expect(try RowNumbers.read(line, among: Array(1...5)) == numbers)
    }

    @Test("Rows that are not there for this are left out of a span, and refused by their number")
    func gaps() throws {
        #expect(try RowNumbers.read("2-7", among: [2, 5, 7, 9]) == [2, 5, 7])
        #expect(try RowNumbers.read("all", among: [2, 5]) == [2, 5])
        let refusal = #expect(throws: AnswerError.self) { try RowNumbers.read("3", among: [2, 5, 9]) }
        #expect(refusal?.sentence == "Type numbers of the rows above, such as 2 or 2,5-9, or all.")
        #expect(RowNumbers.help([1, 2, 3]) == "Type numbers from 1 to 3, such as 1 or 1,2-3, or all.")
        #expect(RowNumbers.help([4]) == "Type 4.")
    }

    @Test(
        "What names no rows, or rows that there are not, is refused",
        arguments: [
            "", ",", "0", "6", "3-6", "0-3", "5-3", "1-", "-2", "1-2-3", "x", "1-99999999999999999999", "all 1",
        ])
    func refused(line: String) {
        #expect(throws: AnswerError.self) { try RowNumbers.read(line, among: Array(1...5)) }
    }
}
