/// File systems on which SQLite's locks do not hold, or do not reach the other hosts that write there.
enum NetworkFileSystem {
    /// By the kind of the mount: first those where the kernel speaks to another host, then those where a program of this host
    /// does.
    private static let kinds: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "coda", "ceph", "9p", "lustre", "gpfs", "ncpfs", "ocfs2", "gfs2",
        "beegfs", "panfs", "pvfs2", "orangefs", "glusterfs", "vboxsf", "vmhgfs", "prl_fs", "virtiofs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs", "davfs", "fuse.curlftpfs",
        "fuse.smbnetfs", "fuse.gcsfuse", "fuse.ceph-fuse", "fuse.ceph", "fuse.gvfsd-fuse", "fuse.kio-fuse",
        "fuse.juicefs", "fuse.mfs", "fuse.moosefs", "fuse.lizardfs", "fuse.goofys", "fuse.blobfuse", "fuse.blobfuse2",
        "fuse.vmhgfs-fuse", "fuse.nfs",
    ]

    /// Whether a mount is one of them.
    static func includes(_ mount: Mount) -> Bool { kinds.contains(mount.kind) }
}
