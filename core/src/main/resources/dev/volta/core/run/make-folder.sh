#!/bin/sh
# make-folder.sh FOLDER: makes FOLDER, for its owner alone, or sees that it is so.
own_folder "$1"
