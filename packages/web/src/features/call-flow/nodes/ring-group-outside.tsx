import { e164Schema } from '@opbx/contract/number-schemas'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../../../texts/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/card.tsx'
import { Field, fieldId } from '../../../ui/field.tsx'
import { Link } from '../../../ui/link.tsx'
import { TextInput } from '../../../ui/text-input.tsx'

const path = 'config.newNumber'

/** A number outside as a further member. */
export function AddOutsideNumber({
  known,
  onAdd,
}: {
  known: readonly string[]
  onAdd: (number: string) => void
}) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = () => {
    const read = e164Schema.safeParse(typed)
    if (!read.success) return setProblem(read.error.issues[0]?.message)
    if (known.includes(read.data)) return setProblem(t('nodeForms.ring_group.numberTwice'))
    onAdd(read.data)
    setTyped('')
    return setProblem(undefined)
  }
  return (
    <div className="card--pad pt-0!">
      <Field name={path} label={t('nodeForms.ring_group.outsideNumber')} error={problem}>
        <span className="row max-w-[400px]">
          <TextInput
            id={fieldId(path)}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setProblem(undefined)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
            inputMode="tel"
            autoComplete="off"
            placeholder="+12025550123"
          />
          <Button icon={Plus} disabled={typed.trim() === ''} onClick={add}>
            {t('nodeForms.ring_group.addNumber')}
          </Button>
        </span>
      </Field>
    </div>
  )
}

/** What is different about numbers outside. `isApart`: extensions of the group ring at once. */
export function OutsideRules({ isApart }: { isApart: boolean }) {
  const t = useText()
  return (
    <div className="card--pad pt-0!">
      <Callout>
        {isApart && <>{t('nodeForms.ring_group.apart')} </>}
        {t('nodeForms.ring_group.routeNeeded')}{' '}
        <Link to="/flow/outbound-routes">{t('nodeForms.external.routeLink')}</Link>
      </Callout>
    </div>
  )
}
