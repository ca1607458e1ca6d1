internal import ArgumentParser
internal import Foundation
internal import Sandbox
internal import TerminalUI

/// Draws the pictures of the documentation from the program's own frames.
@main
struct Pictures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pictures",
        abstract: "Draws Berth's screens as SVG files and records the main job, the same bytes each time.")

    @Argument(help: "The folder that the files go to; it is created where it is missing.")
    var folder: String

    mutating func run() async throws {
        let folder = URL(fileURLWithPath: folder, isDirectory: true)
        let studio = Studio(signingKey: try .generate())
        for scene in Scene.all {
            guard let frame = try await studio.frames(of: scene).last else { continue }
            for look in scene.looks {
                let drawing = SVGDrawing(palette: look.palette, theme: look.theme)
                try write(drawing.document(of: frame), to: folder.appendingPathComponent(scene.path(in: look)))
            }
        }
        let frames = try await studio.frames(of: .recording)
        try write(Cast(palette: .dark).document(of: frames), to: folder.appendingPathComponent("borrow.cast"))
    }

    private func write(_ text: String, to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .atomic)
        print(file.relativePath)
    }
}
