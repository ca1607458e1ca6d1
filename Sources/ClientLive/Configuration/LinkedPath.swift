internal import Foundation
internal import Glibc

/// Where a path leads.
enum LinkedPath {
    /// How many links are followed, one after another: the system follows as many.
    private static let most = 40

    /// Whether two paths lead to one file, be it there or not.
    static func areSame(_ one: String, _ other: String) -> Bool {
        one == other || inFolder(resolved(one)) == inFolder(resolved(other))
    }

    /// A path with the links on the way to its folder followed: the file itself may be missing.
    private static func inFolder(_ path: String) -> String {
        let path = path as NSString
        return (resolved(path.deletingLastPathComponent) as NSString).appendingPathComponent(path.lastPathComponent)
    }

    /// The path of what stands behind all links, whether that is there or not; the path itself where links lead round in a circle.
    static func resolved(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        let way = way(path)
        return way.count > most ? path : way.last ?? path
    }

    /// The path, and each that links lead to from there, one after another.
    static func way(_ path: String) -> [String] {
        var way = [path]
        while way.count <= most, let last = way.last,
            let next = try? FileManager.default.destinationOfSymbolicLink(atPath: last)
        {
            let folder = (last as NSString).deletingLastPathComponent
            way.append(next.hasPrefix("/") ? next : (folder as NSString).appendingPathComponent(next))
        }
        return way
    }
}
