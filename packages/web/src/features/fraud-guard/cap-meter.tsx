import type { CapKind } from '@opbx/contract/fraud-guard'
import { type Text, useText } from '../../texts/i18n.ts'

/** One cap: its use as a number and a bar, which warns from four fifths on. */
export function CapMeter({ cap, used, most }: { cap: CapKind; used: number; most: number | null }) {
  const t = useText()
  return (
    <div className="col gap-2">
      <span className="small muted">{t(`fraudGuard.caps.${cap}`)}</span>
      <b className="num">{usedText(t, used, most)}</b>
      {most !== null && (
        <div className="bar" aria-hidden="true">
          <i style={{ width: `${shareOf(used, most)}%`, background: colorOf(used, most) }} />
        </div>
      )}
    </div>
  )
}

/** "12 of 40" */
export function usedText(t: Text, used: number, most: number | null): string {
  return most === null ? t('fraudGuard.usedFree', { used }) : t('fraudGuard.usedOf', { used, most })
}

function shareOf(used: number, most: number): number {
  return most === 0 ? 100 : Math.min(100, (used / most) * 100)
}

function colorOf(used: number, most: number): string | undefined {
  if (used >= most) return 'var(--danger-solid)'
  return used >= most * 0.8 ? 'var(--ringing-dot)' : undefined
}
