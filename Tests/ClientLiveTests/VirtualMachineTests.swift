import Testing

@testable import ClientLive

@Suite("Virtual machines") struct VirtualMachineTests {
    @Test(
        "A host is told by its processor's flags and its maker's name",
        arguments: [
            ("processor: 0\nflags\t\t: fpu hypervisor lm\n", [], true), ("flags : fpu lm\n", ["Dell Inc.\n"], false),
            ("flags : fpu hypervisors\n", [], false), (nil, ["QEMU\n", "Standard PC\n"], true),
            ("flags : fpu\n", ["Microsoft Corporation\n", "Virtual Machine\n"], true), (nil, ["Dell Inc.\n"], false),
            (nil, [], nil), ("Features : fp asimd\n", [], nil),
        ] as [(String?, [String], Bool?)])
    func told(processor: String?, names: [String], isOne: Bool?) {
        #expect(VirtualMachine.isOne(processor: processor, names: names) == isOne)
    }
}
