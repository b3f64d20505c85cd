import { useWatch } from 'react-hook-form'
import { NumberField, SelectField, SwitchField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PinField } from '../pin-field.tsx'
import { PromptField } from '../prompt-field.tsx'

const tones = ['both', 'join', 'leave', 'none'] as const

/** A room in which callers talk with each other. */
export const conferenceView: NodeView<'conference'> = {
  type: 'conference',
  columns: (t) => [
    {
      key: 'pin',
      head: t('nodeForms.conference.columnPin'),
      cell: (node) =>
        t(node.config.pin === null ? 'nodeForms.conference.open' : 'nodeForms.conference.withPin'),
      phone: 'sub',
    },
    {
      key: 'people',
      head: t('nodeForms.conference.columnPeople'),
      align: 'end',
      cell: (node) => node.config.maxParticipants,
    },
  ],
  start: () => ({
    pin: null,
    hostPin: null,
    pinPrompt: { text: 'Enter your PIN, then press the pound key.' },
    maxParticipants: 50,
    waitForHost: false,
    joinMuted: false,
    tone: 'both',
    announce: false,
    holdMusic: true,
    record: false,
  }),
  Form: ConferenceForm,
  hasSecrets: true,
}

function ConferenceForm({ form }: NodeFormProps<'conference'>) {
  return (
    <>
      <PinsCard form={form} />
      <RoomCard form={form} />
    </>
  )
}

type CardProps = Pick<NodeFormProps<'conference'>, 'form'>

function PinsCard({ form }: CardProps) {
  const t = useText()
  const pins = useWatch({ control: form.control, name: ['config.pin', 'config.hostPin'] })
  const asksForPin = pins.some((pin) => typeof pin === 'string')
  return (
    <Card title={t('nodeForms.conference.pins')} pad>
      <div className="grid2">
        <PinField
          control={form.control}
          name="config.pin"
          label={t('nodeForms.conference.pin')}
          hint={t('nodeForms.conference.pinHint')}
        />
        <PinField
          control={form.control}
          name="config.hostPin"
          label={t('nodeForms.conference.hostPin')}
          hint={t('nodeForms.conference.hostPinHint')}
        />
      </div>
      {asksForPin && (
        <>
          <PromptField
            control={form.control}
            name="config.pinPrompt"
            label={t('nodeForms.conference.pinPrompt')}
          />
          <p className="small quiet">{t('nodeForms.conference.tries')}</p>
        </>
      )}
      <SwitchField
        control={form.control}
        name="config.waitForHost"
        label={t('nodeForms.conference.waitForHost')}
        hint={t('nodeForms.conference.waitForHostHint')}
      />
    </Card>
  )
}

function RoomCard({ form }: CardProps) {
  const t = useText()
  return (
    <Card title={t('nodeForms.conference.room')} pad>
      <div className="grid2">
        <NumberField
          control={form.control}
          name="config.maxParticipants"
          label={t('nodeForms.conference.maxParticipants')}
          hint={t('nodeForms.conference.maxParticipantsHint')}
        />
        <SelectField
          control={form.control}
          name="config.tone"
          label={t('nodeForms.conference.tone')}
          options={tones.map((value) => ({
            value,
            label: t(`nodeForms.conference.tones.${value}`),
          }))}
        />
      </div>
      {(['joinMuted', 'announce', 'holdMusic', 'record'] as const).map((name) => (
        <SwitchField
          key={name}
          control={form.control}
          name={`config.${name}`}
          label={t(`nodeForms.conference.${name}`)}
          hint={t(`nodeForms.conference.${name}Hint`)}
        />
      ))}
    </Card>
  )
}
