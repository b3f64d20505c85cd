import { Plus, X } from 'lucide-react'
import { useController } from 'react-hook-form'
import { messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { FieldError, fieldId } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { UseForm } from './use-form.ts'

/** Numbers that are called when nobody is in the office, one box each. */
export function OutsideCard({ form }: { form: UseForm }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'outsideNumbers' })
  const numbers = field.value ?? []
  const errors = form.formState.errors.outsideNumbers
  const problem = messageOf(fieldState.error)
  return (
    <Card title={t('templates.outside')} lead={t('templates.outsideLead')} pad>
      {numbers.map((number, index) => {
        const message = errors?.[index]?.message
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a number has no identity but its place
          <div key={index} className="col gap-1">
            <div className="row max-w-[400px]">
              <TextInput
                id={fieldId(`outsideNumbers.${index}`)}
                value={number}
                onChange={(event) =>
                  field.onChange(
                    numbers.map((one, at) => (at === index ? event.target.value : one)),
                  )
                }
                aria-label={t('templates.outsideNumber', { number: index + 1 })}
                aria-invalid={message ? true : undefined}
                placeholder="+12025550123"
                className="num"
                inputMode="tel"
                autoComplete="off"
              />
              <IconButton
                icon={X}
                label={t('templates.remove', { name: number || index + 1 })}
                onClick={() => field.onChange(numbers.filter((_, at) => at !== index))}
              />
            </div>
            {message && <FieldError>{message}</FieldError>}
          </div>
        )
      })}
      {problem && <FieldError>{problem}</FieldError>}
      <div>
        <Button size="sm" icon={Plus} onClick={() => field.onChange([...numbers, ''])}>
          {t('templates.addOutside')}
        </Button>
      </div>
    </Card>
  )
}
