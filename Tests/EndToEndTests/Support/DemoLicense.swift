/// What the demo's catalogue has to offer, as a person would type it.
enum DemoLicense {
    static let cad = "CADP-7Q2M-K4XN-9F3T"
    static let mesh = "MESH-6ZTQ-B3XK-R9PA"
    static let render = "REND-4HXC-M9QT-5VJA"
    static let fault = "FALT-0000-0000-0001"
    static let user = "ana@acme.example"
    static let password = "harbour-1"
}
