import { Check } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useText } from '../../texts/i18n.ts'
import { classNames } from '../../ui/class-names.ts'
import { Mark } from '../../ui/mark.tsx'
import '../../ui/wizard.css'

/** The steps that exist. */
const steps = ['owner', 'connect', 'test'] as const

interface WizardProps {
  step: (typeof steps)[number]
  title: string
  lead: string
  aside?: ReactNode
  children: ReactNode
}

/** Frame of the first start: steps at the side, one question in the middle, reasons beside it. */
export function Wizard({ step, title, lead, aside, children }: WizardProps) {
  const t = useText()
  const at = steps.indexOf(step)
  useEffect(() => {
    document.title = `${t('setUp.title')} · OPBX`
  }, [t])
  return (
    <div className="wiz">
      <aside className="wiz__side" aria-label={t('setUp.title')}>
        <div className="row">
          <Mark />
          <b className="strong">OPBX</b>
        </div>
        <ol className="wsteps">
          {steps.map((one, index) => (
            <li
              key={one}
              className={classNames(index < at && 'done', index === at && 'cur')}
              aria-current={index === at ? 'step' : undefined}
            >
              <span className="sn">{index < at ? <Check className="i" /> : index + 1}</span>
              {t(`setUp.steps.${one}`)}
            </li>
          ))}
        </ol>
        <p className="small quiet wiz__note">{t('setUp.note')}</p>
      </aside>
      <main className="wiz__main">
        <div className="wiz__form">
          <div>
            <p className="tiny quiet only-s mb-1">
              {t('setUp.stepOf', { number: at + 1, count: steps.length })}
            </p>
            <h1>{title}</h1>
            <p className="muted mt-2">{lead}</p>
          </div>
          {children}
        </div>
      </main>
      {aside && (
        <aside className="wiz__aside" aria-labelledby="reasons">
          {aside}
        </aside>
      )}
    </div>
  )
}

export interface Reason {
  icon: ReactNode
  name: string
  text: string
}

/** "Why we ask": the small print beside a step. */
export function Reasons({ heading, reasons }: { heading: string; reasons: readonly Reason[] }) {
  return (
    <div className="col gap-4">
      <h2 className="eyebrow" id="reasons">
        {heading}
      </h2>
      <dl className="why">
        {reasons.map(({ icon, name, text }) => (
          <div key={name}>
            <dt>
              {icon}
              {name}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
