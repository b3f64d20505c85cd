import { NumberField, TextField } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { OwnNumberPicker } from '../phone-numbers/own-number-picker.tsx'
import type { RouteForm } from './route-form.ts'

/** What phones dial, what the trunks get, and which number is shown. */
export function DialingCard({ form }: { form: RouteForm }) {
  const t = useText()
  return (
    <Card title={t('outboundRoutes.dialing')} lead={t('outboundRoutes.dialingLead')} pad>
      <div className="grid2">
        <TextField
          control={form.control}
          name="accessDigits"
          label={t('outboundRoutes.accessDigits')}
          hint={t('outboundRoutes.accessDigitsHint')}
          input={{ inputMode: 'numeric', autoComplete: 'off', className: 'num' }}
        />
        <OwnNumberPicker
          control={form.control}
          name="callerId"
          label={t('outboundRoutes.callerId')}
          hint={t('outboundRoutes.callerIdHint')}
          none={t('outboundRoutes.callersOwn')}
        />
        <NumberField
          control={form.control}
          name="strip"
          label={t('outboundRoutes.strip')}
          hint={t('outboundRoutes.stripHint')}
        />
        <TextField
          control={form.control}
          name="prepend"
          label={t('outboundRoutes.prepend')}
          hint={t('outboundRoutes.prependHint')}
          input={{ inputMode: 'tel', autoComplete: 'off', className: 'num' }}
        />
      </div>
    </Card>
  )
}
