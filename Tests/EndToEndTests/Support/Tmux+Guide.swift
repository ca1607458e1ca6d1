extension Tmux {
    /// Fills the form with a row of the demo's guide.
    func takeFromGuide(row: Int) async throws {
        try await press("F2")
        try await waitFor("Demo guide")
        try await press("Home")
        if row > 0 { try await press("-N", "\(row)", "Down") }
        try await press("Enter")
        try await waitFor("Filled in from the guide")
    }
}
