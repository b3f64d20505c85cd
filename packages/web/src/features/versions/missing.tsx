import { useText } from '../../texts/i18n.ts'
import { Callout } from '../../ui/card.tsx'

/** What the version speaks of and was deleted for good since. */
export function Missing({ names }: { names: readonly string[] }) {
  const t = useText()
  return (
    <Callout tone="warn" title={t('versions.missingTitle')}>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </Callout>
  )
}
