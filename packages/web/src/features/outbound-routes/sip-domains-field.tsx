import { useController } from 'react-hook-form'
import { messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { TagsInput } from '../../ui/tags-input.tsx'
import type { RouteForm } from './route-form.ts'

/** Whose SIP addresses may be called. */
export function SipDomainsField({ form }: { form: RouteForm }) {
  const t = useText()
  const { field } = useController({ control: form.control, name: 'sipDomains' })
  const errors = form.formState.errors.sipDomains
  const domains = field.value ?? []
  const wrong = domains.findIndex((_, index) => errors?.[index] !== undefined)
  const message = errors?.[wrong]?.message
  return (
    <TagsInput
      name="sipDomains"
      label={t('outboundRoutes.sipDomains')}
      hint={t('outboundRoutes.sipDomainsHint')}
      removeLabel={(name) => t('outboundRoutes.removeSipDomain', { name })}
      error={message ? `${domains[wrong]}: ${message}` : messageOf(errors)}
      value={domains}
      onChange={field.onChange}
    />
  )
}
