/** The music that callers hear in line, in parts of five seconds that follow each other without a seam. */
export const holdMusicParts = 16
