internal import Foundation

/// Whether this host is a virtual machine, which an activation tells the server (`is_vm`): a vendor can rule those out.
enum VirtualMachine {
    /// How the makers of virtual machines name them.
    private static let makers = [
        "amazon ec2", "bhyve", "bochs", "google compute", "kvm", "openstack", "parallels", "qemu", "virtualbox",
        "vmware",
        "xen", "virtual machine",
    ]

    /// What the kernel says of this host; nil where it says nothing.
    static var isThisHost: Bool? {
        func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
        let names = ["sys_vendor", "product_name"].compactMap { text("/sys/class/dmi/id/\($0)") }
        return isOne(processor: text("/proc/cpuinfo"), names: names)
    }

    /// Tells it by the processor's flags and the names of the system and its maker; nil where neither is known.
    static func isOne(processor: String?, names: [String]) -> Bool? {
        let flags = processor?.split(separator: "\n").first { $0.hasPrefix("flags") }
        if flags?.split(separator: " ").contains("hypervisor") == true { return true }
        let name = names.joined(separator: " ").lowercased()
        if makers.contains(where: name.contains) { return true }
        return flags == nil && names.isEmpty ? nil : false
    }
}
