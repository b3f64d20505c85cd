import { useText } from '../../texts/i18n.ts'
import { strengthOf } from './password-strength.ts'

const looks = {
  weak: { bars: 1, tone: 'bad', color: 'text-danger' },
  guessable: { bars: 2, tone: 'warn', color: 'text-ringing' },
  fair: { bars: 3, tone: 'warn', color: 'text-ringing' },
  strong: { bars: 4, tone: 'ok', color: 'text-talking' },
} as const

/** How hard a password is to guess; nothing while there is none. */
export function PasswordMeter({ password, about }: { password: string; about: readonly string[] }) {
  const t = useText()
  if (password === '') return null
  const strength = strengthOf(password, about)
  const { bars, tone, color } = looks[strength]
  return (
    <div className="row gap-3" role="status">
      <div className="meter" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} className={bar <= bars ? `on--${tone}` : ''} />
        ))}
      </div>
      <span className={`small ${color}`}>{t(`setUp.owner.strength.${strength}`)}</span>
    </div>
  )
}
