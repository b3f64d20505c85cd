import { classNames } from './class-names.ts'

/** First letters of a name. The name itself stands beside it, so screen readers skip this. */
export function Avatar({
  name,
  presence,
  size,
}: {
  name: string
  presence?: 'ok' | 'talk' | 'ring' | 'wait' | undefined
  size?: 'sm' | 'lg'
}) {
  return (
    <span className={classNames('av', size && `av--${size}`)} aria-hidden="true">
      {initialsOf(name)}
      {presence && <span className={`pr pr--${presence}`} />}
    </span>
  )
}

/** "Ma" for Maya, "ML" for Maya Lindt. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = (word: string | undefined) => [...(word ?? '')]
  if (words.length < 2) return letters(words[0]).slice(0, 2).join('')
  return `${letters(words[0])[0] ?? ''}${letters(words.at(-1))[0] ?? ''}`.toUpperCase()
}
