import Foundation

/// A borrow's response and the same compressed by gzip.
enum Compressed {
    static let text =
        #"{"borrowed_until":"2031-05-06T00:00:00.000Z","max_borrow_time":168,"#
        + #""device_id":1699349796909409,"license_id":1699349720166389}"#

    static let bytes = Array(Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data())

    private static let base64 = """
        H4sIAAAAAAACA1WKuQ6DMBAF/2Vrg54xLKy/gyqNBdiFJQ6JK5Gi/Hs4KqRpRjNfaqd5nt7Bu21cY0+WMhidoEjANWAvUgAvUjQ0
        H3f/bo1DIKu5UuTDHrvgoj9dxORSCgskhyjqjzQuz5pBM5tKfn9OBTSHfgAAAA==
        """
}
