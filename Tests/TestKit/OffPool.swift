internal import Foundation

/// Runs what blocks on a thread of its own.
///
/// All tests share one pool of as many threads as there are processors; who blocks one of them stops a part of the run,
/// and who blocks all stops what could end the wait.
public func offPool<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            do throws(Failure) {
                continuation.resume(returning: .success(try body()))
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }
    return try result.get()
}
