import Foundation
import TestKit
import Testing

/// Rows whose borrows were made with several accounts.
@Suite("Many at once: of several accounts", .heavy)
struct BulkProfileTests {
    private static let chosen = "profile: oauth\n"

    private func berth(_ sandbox: SandboxServer, _ head: String = chosen, more: String = "") throws -> BerthProgram {
        let exports = sandbox.exports
        try sandbox.home.write(DemoLicense.mesh + "\n", to: "config/berth/mesh")
        try sandbox.home.write(
            """
            \(head)server: \(exports["BERTH_SERVER"] ?? "")
            public_key_file: \(exports["BERTH_PUBLIC_KEY_FILE"] ?? "")
            profiles:
              keys:
                license_key_file: mesh
                api_key: \(exports["BERTH_API_KEY"] ?? "")
                shared_key_command: sh -c 'echo run >> \(sandbox.home.file("runs")); echo \(exports["BERTH_SHARED_KEY"] ?? "")'
              oauth:
                license_key_file: mesh
                oauth_client_id: demo-company
                oauth_client_secret: demo-client-secret
            \(more)
            """, to: "config/berth/config.yaml")
        return BerthProgram(home: sandbox.home)
    }

    private func borrow(_ berth: BerthProgram) async throws {
        for (device, profile) in [("node-1", "keys"), ("node-2", "oauth"), ("node-3", "keys")] {
            let made = try await berth(
                "borrow", "--profile", profile, "--product", "MESH", "--max", "--hardware-id", device)
            #expect(made.status == 0, "\(made)")
        }
    }

    private static let rows = "product,hardware_id\nMESH,node-1\nMESH,node-2\nMESH,node-3\n"

    @Test("Each row goes by the account that its borrow was made with, whose secrets are read once; again, all is done")
    func byThemselves() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            try await borrow(berth)
            let file = try sandbox.home.write(Self.rows, to: "back.csv")
            let dry = try await berth("release", "--from", file, "--dry-run", "--json")
            #expect(try BulkTests.read(dry).1.summary == ["dry_run": 3], "\(dry)")
            try sandbox.home.write("", to: "runs")
            let ended = try await berth("release", "--from", file, "--json")
            let (lines, summary) = try BulkTests.read(ended)
            #expect(ended.status == 0 && summary.summary == ["released": 3] && lines.count == 3, "\(ended)")
            #expect(try sandbox.home.read("runs") == "run\n", "a secret's command is run once for all rows")
            #expect(ended.errors.contains("using the profile \"keys\" for what was made with it"), "\(ended)")
            let again = try await berth("release", "--from", file, "--json")
            #expect(try BulkTests.read(again).1.summary == ["skipped": 3] && again.status == 0, "\(again)")
        }
    }

    @Test("A row whose account cannot be used is told with its line; --keep-going does the others")
    func unusable() async throws {
        try await SandboxServer.run { sandbox in
            try await borrow(try berth(sandbox))
            let broken = try berth(sandbox)
            let path = sandbox.home.file("config/berth/config.yaml")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try sandbox.home.write(text.replacing("sh -c", with: "no-such-program"), to: "config/berth/config.yaml")
            let file = try sandbox.home.write(Self.rows, to: "back.csv")
            let refused = try await broken("release", "--from", file, "--json")
            let (lines, summary) = try BulkTests.read(refused)
            #expect(refused.status == 78 && summary.summary["not_begun"] == 1, "\(refused)")
            #expect(lines.map(\.line) == [2, 4], "\(refused)")
            let others = try await broken("release", "--from", file, "--json", "--keep-going")
            #expect(try BulkTests.read(others).1.summary["released"] == 1 && others.status == 78, "\(others)")
        }
    }

    @Test("A profile that is named is what counts: rows of another account are refused before anything is sent")
    func named() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            try await borrow(berth)
            let file = try sandbox.home.write(Self.rows, to: "back.csv")
            let ended = try await berth("release", "--from", file, "--profile", "oauth", "--json")
            let (lines, summary) = try BulkTests.read(ended)
            #expect(ended.status == 78 && summary.summary == ["not_sent": 2, "not_begun": 1], "\(ended)")
            #expect(lines.map(\.line) == [2, 4], "\(ended)")
            #expect(lines.allSatisfy { $0.problem?.code == "input_other_account" }, "\(ended)")
            let others = try await berth("release", "--from", file, "--profile", "oauth", "--json", "--keep-going")
            #expect(try BulkTests.read(others).1.summary["released"] == 1 && others.status == 78, "\(others)")
            let anew = try sandbox.home.write(
                "product,hardware_id,end\nMESH,node-8,max\nMESH,node-1,max\n", to: "anew.csv")
            let borrowed = try await berth("borrow", "--from", anew, "--profile", "oauth", "--json")
            let (rows, sum) = try BulkTests.read(borrowed)
            #expect(sum.summary == ["not_sent": 1, "not_begun": 1] && rows.map(\.line) == [3], "\(borrowed)")
        }
    }

    @Test("Without a profile chosen, or with one that is wrong, the rows tell which accounts are needed")
    func noneChosen() async throws {
        for head in ["", "profile: broken\n"] {
            try await SandboxServer.run { sandbox in
                try await borrow(try berth(sandbox))
                let broken = "  broken:\n    api_key: one\n    shared_key_file: nowhere\n"
                let berth = try berth(sandbox, head, more: broken)
                let file = try sandbox.home.write(Self.rows, to: "back.csv")
                let ended = try await berth("release", "--from", file, "--json")
                #expect(try BulkTests.read(ended).1.summary == ["released": 3], "\(ended)")
                #expect(ended.status == 0, "\(ended)")
            }
        }
    }
}
