import { highRiskDestinations } from '@opbx/contract/high-risk'
import { X } from 'lucide-react'
import { useController } from 'react-hook-form'
import { messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import type { GuardForm } from './guard-form.ts'

/** High-risk destinations that may be called: chips with their way out, and a search for more. */
export function AllowedField({ form }: { form: GuardForm }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'allowed' })
  const chosen = field.value
  const options = highRiskDestinations
    .filter(({ id }) => !chosen.includes(id))
    .map(({ id, name, prefixes }) => ({ value: id, label: name, note: prefixes.join(' ') }))
  return (
    <div className="col gap-2">
      <Field
        label={t('fraudGuard.form.allow')}
        hint={t('fraudGuard.form.allowHint')}
        name="allowed"
        error={messageOf(fieldState.error)}
        className="max-w-[400px]"
      >
        <Combobox
          value=""
          onChange={(id) => field.onChange([...chosen, id])}
          options={options}
          searchLabel={t('fraudGuard.form.allowSearch')}
          placeholder={t('fraudGuard.form.allowPlaceholder')}
        />
      </Field>
      {chosen.length === 0 ? (
        <p className="small quiet">{t('fraudGuard.form.noneAllowed')}</p>
      ) : (
        <ul className="row wrap" aria-label={t('fraudGuard.form.risk')}>
          {chosen.map((id) => {
            const name = highRiskDestinations.find((one) => one.id === id)?.name ?? id
            return (
              <li key={id}>
                <button
                  type="button"
                  className="chip"
                  onClick={() => field.onChange(chosen.filter((one) => one !== id))}
                  aria-label={t('fraudGuard.form.removeAllowed', { name })}
                >
                  {name}
                  <X className="i" />
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
