import { useState } from 'react'

interface SoundProps {
  url: string
  /** Read aloud. */
  label: string
  onPlay?: () => void
  className?: string
}

/** A player. Each reading signs the address anew; once it plays, the former one stays, or the sound would stop. */
export function Sound({ url, label, onPlay, className }: SoundProps) {
  const [playing, setPlaying] = useState<string | null>(null)
  return (
    // biome-ignore lint/a11y/useMediaCaption: a recorded voice has no captions
    <audio
      className={className}
      controls
      preload="none"
      src={playing ?? url}
      aria-label={label}
      onPlay={() => {
        setPlaying(playing ?? url)
        onPlay?.()
      }}
      onEnded={() => setPlaying(null)}
    />
  )
}
