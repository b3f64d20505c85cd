import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Sentence } from './figures.tsx'

const withNumbers = (text: ReactNode) =>
  typeof text === 'string' ? <Sentence text={text} /> : text

/** A story told in order, such as a call's. */
export function Steps({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className="steps" aria-label={label}>
      {children}
    </ol>
  )
}

interface StepProps {
  /** "0:07" since the beginning. */
  time?: string | undefined
  icon?: LucideIcon | undefined
  /** `cur` is now, `next` is to come, `good` and `bad` are ends of an attempt. */
  state?: 'cur' | 'good' | 'bad' | 'next' | undefined
  title?: ReactNode
  /** The sentence that begins with "Because". */
  because?: ReactNode
  children?: ReactNode
}

export function Step({ time, icon: Icon, state, title, because, children }: StepProps) {
  return (
    <li className={classNames('step', state)} aria-current={state === 'cur' ? 'step' : undefined}>
      <span className="step__t num">{time}</span>
      <span className="step__i">{Icon && state !== 'next' && <Icon className="i" />}</span>
      <div className="step__b">
        {title && <b className="medium">{withNumbers(title)}</b>}
        {because && <p className="small muted">{withNumbers(because)}</p>}
        {children}
      </div>
    </li>
  )
}
