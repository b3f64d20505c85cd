import { useText } from '../../texts/i18n.ts'
import { Badge, Dot } from '../../ui/badge.tsx'

/** Beside the version that callers meet now. */
export function LiveBadge() {
  const t = useText()
  return (
    <Badge tone="ok">
      <Dot tone="ok" />
      {t('versions.live')}
    </Badge>
  )
}
