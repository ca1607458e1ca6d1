import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientLive

/// Programs that are started, and all that they start.
@Suite("Programs in groups of their own", .heavy)
struct ProcessGroupTests {
    /// A shell that writes the numbers of its processes to a file.
    private func shell(_ line: String, _ home: TemporaryHome) throws -> ProcessGroup {
        let errors = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(errors) }
        return try ProcessGroup(
            ["/bin/sh", "-c", line], environment: ["PATH": "/usr/bin:/bin", "IDS": home.file("ids")], output: errors,
            errors: errors)
    }

    private func end(of group: ProcessGroup) async throws -> ProcessGroup.End {
        var group = group
        return try await eventually("its end") {
            if case .ended(let end) = group.poll() { end } else { nil }
        }
    }

    private func waitForIDs(_ count: Int, _ home: TemporaryHome) async throws {
        try await waitUntil("\(count) processes") { runningProcesses(in: home.file("ids")).count == count }
    }

    @Test("What is asked to end does so with all that it has started")
    func together() async throws {
        let home = try TemporaryHome()
        var group = try shell("echo $$ >> $IDS; sh -c 'echo $$ >> $IDS; sleep 600' & wait", home)
        try await waitForIDs(2, home)
        group.terminate()
        #expect(try await end(of: group) == .killed(signal: SIGTERM))
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
    }

    @Test("What does not listen is made to end, also where its first process has ended before")
    func stubborn() async throws {
        let home = try TemporaryHome()
        let child = #"sh -c 'trap "" TERM; echo $$ >> $IDS; while :; do sleep 1; done' &"#
        var group = try shell("\(child) trap '' TERM; echo $$ >> $IDS; while :; do sleep 1; done", home)
        try await waitForIDs(2, home)
        group.terminate()
        #expect(try await end(of: group) == .killed(signal: SIGKILL))
        try await waitForIDs(0, home)
        let left = try shell(
            #"\#(child) while [ "$(wc -l < $IDS)" -lt 3 ]; do sleep 0.01; done; exit 7"#, home)
        #expect(try await end(of: left) == .exited(7))
        try await waitForIDs(0, home)
    }

    @Test("What it leaves running ends with it, and a daemon of a session of its own goes on", .program("setsid"))
    func leftover() async throws {
        let home = try TemporaryHome()
        let line = """
            sh -c 'echo $$ >> $IDS; sleep 600' & setsid sh -c 'echo $$ > $IDS.daemon; exec sleep 600' &
            while [ ! -s $IDS ] || [ ! -s $IDS.daemon ]; do sleep 0.01; done
            """
        #expect(try await end(of: shell(line, home)) == .exited(0))
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
        let daemons = runningProcesses(in: home.file("ids.daemon"))
        #expect(daemons.count == 1)
        for daemon in daemons { kill(daemon, SIGKILL) }
    }

    @Test("What was stopped is told, and ends all the same as it is asked to")
    func stopped() async throws {
        let home = try TemporaryHome()
        var group = try shell("kill -STOP $$", home)
        try await waitUntil("its stop") { group.poll() == .stopped(by: SIGSTOP) }
        group.terminate()
        #expect(try await end(of: group) == .killed(signal: SIGTERM))
    }

    @Test("What another process has left behind is seen to end, too")
    func leftBehind() async throws {
        let home = try TemporaryHome()
        let group = try shell("echo $$ >> $IDS; sleep 600", home)
        try await waitForIDs(1, home)
        var other = ProcessGroup(leftBehind: group.id)
        #expect(other.poll() == .running)
        other.terminate()
        #expect(try await end(of: group) == .killed(signal: SIGTERM))
        #expect(try await end(of: other) == .untold)
    }

    @Test("What has ended, and whose parent has not asked how, is not waited for")
    func unreaped() async throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let words = [strdup("/bin/true"), nil]
        defer { free(words[0]) }
        var id: pid_t = 0
        try #require(posix_spawn(&id, "/bin/true", nil, &attributes, words, nil) == 0)
        defer { waitpid(id, nil, 0) }
        let child = id
        try await waitUntil("its end") { ProcessStatus(of: child)?.isRunning == false }
        #expect(kill(-id, 0) == 0, "its number is taken")
        var group = ProcessGroup(leftBehind: id)
        #expect(group.poll() == .ended(.untold))
    }

    @Test("It has no file but its three, whatever this process was given itself")
    func files() async throws {
        let home = try TemporaryHome()
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        // As whoever started this process leaves one open, the lock of flock(1) for example.
        let given = fcntl(null, F_DUPFD, 100)
        defer { for file in [null, given] { close(file) } }
        try #require(given >= 100)
        // A shell has files of its own meanwhile.
        let line = "for file in /proc/$$/fd/*; do [ ${file##*/} -lt 100 ] || exit 7; done"
        #expect(try await end(of: shell(line, home)) == .exited(0))
    }

    @Test("The time of a task bounds a command and a pipe in it, and says so")
    func deadline() async throws {
        let home = try TemporaryHome()
        let command = try #require(
            SecretCommand(["/bin/sh", "-c", "echo $$ >> \(home.file("ids")); sleep 600"], setting: "api_key_command"))
        let pipe = home.file("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let reader = SecretReader(environment: ProcessEnvironment([:]))
        for (place, words) in [
            (SecretPlace.command(command), "The command of api_key_command, sh, had not ended as the time was over"),
            (.file(pipe), "The time was over before the pipe that --license-key-file names had been read."),
        ] {
            let problem = try #require(
                #expect(throws: Problem.self) {
                    try Deadline.$current.withValue(.now + .milliseconds(300)) {
                        try reader.take(place, for: "--license-key-file")
                    }
                })
            #expect(problem.code == .operationNotSent && problem.message.hasPrefix(words), "\(problem)")
        }
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
    }
}
