import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { NumberField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Callout, Card } from '../../../ui/card.tsx'
import { Tel } from '../../../ui/figures.tsx'
import { Link } from '../../../ui/link.tsx'
import { OwnNumberPicker } from '../../phone-numbers/own-number-picker.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'

/** A phone that is not part of the company. */
export const externalView: NodeView<'external'> = {
  type: 'external',
  columns: (t) => [
    {
      key: 'number',
      head: t('nodeForms.external.number'),
      cell: (node) => <Tel number={node.config.number} />,
      phone: 'sub',
    },
    {
      key: 'ring',
      head: t('nodeForms.external.columnRing'),
      align: 'end',
      cell: (node) => t('nodeForms.external.ringFor', { count: node.config.ringSeconds }),
    },
  ],
  start: () => ({ number: '', ringSeconds: 40, callerId: null }),
  summary: ({ number }) => formatPhoneNumber(number),
  Form: ExternalForm,
}

function ExternalForm({ form }: NodeFormProps<'external'>) {
  const t = useText()
  return (
    <Card title={t('nodeForms.external.heading')} pad>
      <div className="grid2">
        <TextField
          control={form.control}
          name="config.number"
          label={t('nodeForms.external.number')}
          hint={t('nodeForms.external.numberHint')}
          input={{ autoComplete: 'off', placeholder: '+12025550123' }}
        />
        <NumberField
          control={form.control}
          name="config.ringSeconds"
          label={t('nodeForms.external.ringSeconds')}
          hint={t('nodeForms.external.ringSecondsHint')}
          unit={t('common.seconds')}
        />
        <OwnNumberPicker
          control={form.control}
          name="config.callerId"
          label={t('nodeForms.external.callerId')}
          hint={t('nodeForms.external.callerIdHint')}
          none={t('nodeForms.external.calledNumber')}
        />
      </div>
      <Callout>
        {t('nodeForms.external.routeNeeded')}{' '}
        <Link to="/flow/outbound-routes">{t('nodeForms.external.routeLink')}</Link>
      </Callout>
    </Card>
  )
}
