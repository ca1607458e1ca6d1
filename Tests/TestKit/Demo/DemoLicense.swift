/// What the demo's catalogue has to offer, as a person would type it.
public enum DemoLicense {
    public static let cad = "CADP-7Q2M-K4XN-9F3T"
    public static let mesh = "MESH-6ZTQ-B3XK-R9PA"
    public static let render = "REND-4HXC-M9QT-5VJA"
    public static let fault = "FALT-0000-0000-0001"
    public static let user = "ana@acme.example"
    public static let password = "harbour-1"
}
