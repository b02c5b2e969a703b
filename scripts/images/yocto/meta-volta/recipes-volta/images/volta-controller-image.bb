SUMMARY = "Root file system of a Volta controller"
VOLTA_ROLE = "controller"

require volta-image.inc

IMAGE_INSTALL += "openssh-ssh"
