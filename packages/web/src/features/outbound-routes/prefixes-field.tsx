import { Plus, X } from 'lucide-react'
import { useController } from 'react-hook-form'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FieldError, fieldId } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { RouteForm } from './route-form.ts'

/** Prefixes, one box each: what is wrong stands at the wrong one. */
export function PrefixesField({ form }: { form: RouteForm }) {
  const t = useText()
  const { field } = useController({ control: form.control, name: 'prefixes' })
  const prefixes = field.value ?? []
  const errors = form.formState.errors.prefixes
  return (
    <fieldset className="col gap-2" aria-label={t('outboundRoutes.prefixes')}>
      <span className="label" aria-hidden="true">
        {t('outboundRoutes.prefixes')}
      </span>
      <p className="small quiet">
        {t(prefixes.length === 0 ? 'outboundRoutes.noPrefixes' : 'outboundRoutes.prefixesHint')}
      </p>
      {prefixes.map((prefix, index) => {
        const message = errors?.[index]?.message
        const label = t('outboundRoutes.prefix', { number: index + 1 })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a prefix has no identity but its place
          <div key={index} className="col gap-1">
            <div className="row max-w-[400px]">
              <TextInput
                id={fieldId(`prefixes.${index}`)}
                value={prefix}
                onChange={(event) =>
                  field.onChange(
                    prefixes.map((one, at) => (at === index ? event.target.value.trim() : one)),
                  )
                }
                onBlur={field.onBlur}
                aria-label={label}
                aria-invalid={message ? true : undefined}
                autoComplete="off"
                inputMode="tel"
                placeholder="+1202"
                className="num"
                autoFocus={prefix === ''}
              />
              <IconButton
                icon={X}
                label={t('outboundRoutes.removePrefix', { number: index + 1 })}
                onClick={() => field.onChange(prefixes.filter((_, at) => at !== index))}
              />
            </div>
            {message && <FieldError>{message}</FieldError>}
          </div>
        )
      })}
      <div>
        <Button size="sm" icon={Plus} onClick={() => field.onChange([...prefixes, ''])}>
          {t('outboundRoutes.addPrefix')}
        </Button>
      </div>
    </fieldset>
  )
}
