SUMMARY = "Root file system of a Volta worker"
VOLTA_ROLE = "worker"

require volta-image.inc

IMAGE_INSTALL += "socat"
