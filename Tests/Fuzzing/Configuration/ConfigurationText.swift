import ClientLive
import Foundation
import Licensing

/// What has to hold of any configuration file: it is read, or refused with a problem of the configuration.
///
/// The bytes are written to a file and read as the program reads them. Secrets are left alone: reading them would run the
/// commands that the file names.
enum ConfigurationText {
    private static let folder = FileManager.default.temporaryDirectory.appending(path: "berth-fuzz-\(getpid())").path
    private static let file = folder + "/config.yaml"
    private static let environment = ProcessEnvironment(
        ["HOME": folder, "BERTH_CONFIG": file], workingDirectory: folder)
    private static let now = Date(timeIntervalSince1970: 1_795_438_920)
    private static let codes: Set<ProblemCode> = [
        .configInvalid, .configUnreadable, .configMissing, .secretFileExposed,
    ]

    /// The file, open for as long as the process lasts; `.ci/fuzz` removes it afterwards.
    private static let descriptor: Int32 = {
        mkdir(folder, 0o700)
        return open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }()

    static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        precondition(
            ftruncate(descriptor, 0) == 0 && pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count,
            "\(file) cannot be written")
        let first = load()
        precondition(first == load(), "the same file is read in two ways")
        if case .failure(let problem) = first {
            precondition(codes.contains(problem.code), "\(problem.code) is no problem of a configuration")
            precondition(!problem.message.isEmpty, "a refusal says nothing")
        }
    }

    private static func load() -> Result<BerthConfiguration, Problem> {
        do {
            return .success(try BerthConfiguration.load(environment: environment, readsSecrets: false, now: now))
        } catch {
            return .failure(error)
        }
    }
}

/// What libFuzzer, which has the program's `main`, calls with each of its inputs.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    ConfigurationText.check(UnsafeBufferPointer(start: bytes, count: count))
    return 0
}
