import Licensing
import Testing

@Suite("How a device is named") struct HardwareIDTests {
    /// Problems about a farm's devices all named `render-f…`.
    @Test(
        "Of a digest its first characters; a name as it is, or with both ends",
        arguments: [
            ("3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9", "3eb1bd43…"),
            ("render-farm-node-0106", "render-farm-node-0106"), ("aabbccddeeff", "aabbccddeeff"),
            ("render-farm-frankfurt-rack-7-node-0106", "render-farm…-7-node-0106"),
        ])
    func short(id: String, name: String) {
        #expect(HardwareID(rawValue: id).short == name)
    }
}
