internal import ArgumentParser
internal import Foundation
internal import Sandbox

/// Draws the pictures of the documentation from the program's own frames.
@main
struct Pictures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pictures", abstract: "Draws Berth's screens as SVG files, the same bytes each time.")

    @Argument(help: "The folder that the files go to; it is created where it is missing.")
    var folder: String

    mutating func run() async throws {
        let folder = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let studio = Studio(signingKey: try .generate())
        for scene in Scene.all {
            let frame = try await studio.frame(of: scene)
            let file = folder.appendingPathComponent(scene.name + ".svg")
            try Data(SVGDrawing(palette: scene.palette).document(of: frame).utf8).write(to: file, options: .atomic)
            print(file.relativePath)
        }
    }
}
