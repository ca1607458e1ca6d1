import Foundation
import LicenseAPI
import Testing

@Suite("The Date header")
struct DateHeaderTests {
    @Test(
        "Instants are written in the one form",
        arguments: [
            (1_307_479_895.0, "Tue, 07 Jun 2011 20:51:35 GMT"),
            (1_307_479_895.999, "Tue, 07 Jun 2011 20:51:35 GMT"),
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
        ])
    func format(seconds: Double, text: String) {
        #expect(DateHeader.format(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test("Every month and weekday survives a round trip")
    func roundTrip() {
        for day in 0..<366 {
            let date = Date(timeIntervalSince1970: 1_704_067_200 + Double(day) * 86_400 + 12_345)
            #expect(DateHeader.parse(DateHeader.format(date)) == date)
        }
    }

    @Test(
        "Anything else is not read",
        arguments: [
            "", "Tue", "Tue, 07 Jun 2011 20:51:35", "Tue, 07 Jun 2011 20:51:35 UTC", "Wed, 07 Jun 2011 20:51:35 GMT",
            "Tue, 7 Jun 2011 20:51:35 GMT", "Tue, 07 Juni 2011 20:51:35 GMT", "Die, 07 Jun 2011 20:51:35 GMT",
            "Tue, 07 Jun 2011 24:51:35 GMT", "Tue, 07 Jun 2011 20:60:35 GMT", "Tue, 31 Jun 2011 20:51:35 GMT",
            "Tue,  07 Jun 2011 20:51:35 GMT", " Tue, 07 Jun 2011 20:51:35 GMT", "Tuesday, 07-Jun-11 20:51:35 GMT",
            "2011-06-07T20:51:35Z", "Tue, 07 Jun 2011 20:51:35 gmt", "Tue, 07 Jun 2011 -1:51:35 GMT",
        ])
    func badInputs(text: String) {
        #expect(DateHeader.parse(text) == nil)
    }

    @Test("In a process of another zone it is GMT all the same")
    func otherZone() async {
        await #expect(processExitsWith: .success) {
            setenv("TZ", "Asia/Kathmandu", 1)
            tzset()
            let date = Date(timeIntervalSince1970: 1_307_479_895)
            precondition(TimeZone.current.secondsFromGMT(for: date) == 20_700)
            precondition(DateHeader.format(date) == "Tue, 07 Jun 2011 20:51:35 GMT")
            precondition(DateHeader.parse("Tue, 07 Jun 2011 20:51:35 GMT") == date)
        }
    }

    @Test("Neither locale nor time zone comes in: the names are English and the digits ASCII")
    func independence() {
        let date = Date(timeIntervalSince1970: 1_307_479_895)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "ar_EG")
        formatter.timeZone = TimeZone(secondsFromGMT: 5 * 3600)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        #expect(formatter.string(from: date) != DateHeader.format(date), "a formatter with a locale would differ")
        #expect(DateHeader.format(date).utf8.allSatisfy { $0 < 128 })
        #expect(DateHeader.format(date).contains("20:51:35"))
    }
}
