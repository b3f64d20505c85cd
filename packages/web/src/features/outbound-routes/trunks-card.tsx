import { Plus, X } from 'lucide-react'
import { useController } from 'react-hook-form'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { FieldError, fieldId } from '../../ui/field.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { RouteForm } from './route-form.ts'
import { type Trunk, useTrunks } from './use-trunks.ts'

/** Trunks in the order in which they are tried: chosen from the platform's, or written where those cannot be read. */
export function TrunksCard({ form }: { form: RouteForm }) {
  const t = useText()
  const problemText = useProblemText()
  const known = useTrunks()
  const { field } = useController({ control: form.control, name: 'trunks' })
  const trunks = field.value ?? []
  const free = known.data?.items.filter(({ name }) => !trunks.includes(name))
  const change = (index: number, name: string) =>
    field.onChange(trunks.map((one, at) => (at === index ? name : one)))
  const hasNone = known.data?.items.length === 0 && trunks.length === 0
  return (
    <Card title={t('outboundRoutes.trunks')} lead={t('outboundRoutes.trunksLead')} pad>
      {hasNone && <p className="small muted">{t('outboundRoutes.trunksNone')}</p>}
      {known.error && (
        <p className="small muted">
          {t('outboundRoutes.trunksUnread', { reason: problemText(known.error) })}
        </p>
      )}
      {trunks.map((name, index) => {
        const message = form.formState.errors.trunks?.[index]?.message
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trunk has no identity but its place
          <div key={index} className="col gap-1">
            <div className="row max-w-[400px]">
              <TrunkInput
                name={name}
                index={index}
                known={known.data?.items}
                isWrong={message !== undefined}
                onChange={(next) => change(index, next)}
              />
              <IconButton
                icon={X}
                label={t('outboundRoutes.removeTrunk', { number: index + 1 })}
                onClick={() => field.onChange(trunks.filter((_, at) => at !== index))}
              />
            </div>
            {message && <FieldError>{message}</FieldError>}
          </div>
        )
      })}
      {(free === undefined || free.length > 0) && (
        <div>
          <Button
            size="sm"
            icon={Plus}
            onClick={() => field.onChange([...trunks, free?.[0]?.name ?? ''])}
          >
            {t('outboundRoutes.addTrunk')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function TrunkInput({
  name,
  index,
  known,
  isWrong,
  onChange,
}: {
  name: string
  index: number
  known: readonly Trunk[] | undefined
  isWrong: boolean
  onChange: (name: string) => void
}) {
  const t = useText()
  const shared = {
    id: fieldId(`trunks.${index}`),
    'aria-label': t('outboundRoutes.trunk', { number: index + 1 }),
    'aria-invalid': isWrong || undefined,
  }
  if (known === undefined)
    return (
      <TextInput
        {...shared}
        value={name}
        onChange={(event) => onChange(event.target.value)}
        placeholder={t('outboundRoutes.trunkExample')}
        autoComplete="off"
      />
    )
  const isThere = known.some((trunk) => trunk.name === name)
  const options = known.map((trunk) => ({
    value: trunk.name,
    label: trunk.active ? trunk.name : t('outboundRoutes.trunkOff', { name: trunk.name }),
  }))
  const missing = { value: name, label: t('outboundRoutes.trunkUnknown', { name }) }
  return (
    <Select
      {...shared}
      value={name}
      onChange={onChange}
      options={isThere ? options : [missing, ...options]}
    />
  )
}
