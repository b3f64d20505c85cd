import { userSchema } from '@opbx/contract/identity'
import { pageOf } from '@opbx/contract/pagination'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useFieldArray, useWatch } from 'react-hook-form'
import { api } from '../../../api/client.ts'
import { flowQuery } from '../../../api/flow.ts'
import { useMay } from '../../../api/me.ts'
import {
  ComboboxField,
  NumberField,
  OptionalNumberField,
  SelectField,
  TextField,
} from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Switch } from '../../../ui/choices.tsx'
import { OwnNumberPicker } from '../../phone-numbers/own-number-picker.tsx'
import { BoxPinField, EmailFields, MessageFields, newBox } from '../box-fields.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PersonalCard } from './extension-personal.tsx'
import { SubscriberBadge, SubscribersCard } from './extension-subscribers.tsx'
import { AgentCard } from './queue-agents-now.tsx'

/** A person with a number and phones. */
export const extensionView: NodeView<'extension'> = {
  type: 'extension',
  number: 'required',
  columns: (t) => [
    {
      key: 'devices',
      head: t('nodeForms.extension.columnDevices'),
      cell: (node) => (
        <span className="muted">{node.config.devices.map((device) => device.name).join(', ')}</span>
      ),
      phone: 'sub',
    },
    {
      key: 'platform',
      head: t('nodeForms.extension.columnPlatform'),
      cell: (node) => <SubscriberBadge node={node} />,
      phone: 'state',
    },
  ],
  start: (_organization, t) => ({
    userId: null,
    devices: [{ name: t('nodeForms.extension.firstDevice') }],
    ringSeconds: 30,
    recording: 'none',
    voicemail: newBox(t('nodeForms.voicemail.startGreeting')),
  }),
  openExits: (config, t) => {
    if (!config.voicemail) return {}
    const ownBox = t('nodeForms.extension.ownBox')
    return { no_answer: ownBox, busy: ownBox, unreachable: ownBox }
  },
  Form: ExtensionForm,
  Aside: ExtensionAside,
  hasSecrets: true,
}

function ExtensionAside(props: NodeFormProps<'extension'>) {
  return (
    <>
      {props.node && <PersonalCard node={props.node} />}
      {props.node && <AgentCard extension={props.node.id} />}
      <SubscribersCard {...props} />
    </>
  )
}

function ExtensionForm({ form }: NodeFormProps<'extension'>) {
  const t = useText()
  return (
    <>
      <Card title={t('nodeForms.extension.heading')} pad>
        <div className="grid2">
          <PersonField form={form} />
          <NumberField
            control={form.control}
            name="config.ringSeconds"
            label={t('nodeForms.extension.ringSeconds')}
            hint={t('nodeForms.extension.ringSecondsHint')}
            unit={t('common.seconds')}
          />
          <OptionalNumberField
            control={form.control}
            name="config.concurrentCalls"
            label={t('nodeForms.extension.concurrentCalls')}
            hint={t('nodeForms.extension.concurrentCallsHint')}
          />
        </div>
      </Card>
      <DevicesCard form={form} />
      <OutsideCard form={form} />
      <RecordingCard form={form} />
      <OwnBoxCard form={form} />
    </>
  )
}

/** Who of those who sign in has this number; left open, only the name says it. */
function PersonField({ form }: Pick<NodeFormProps<'extension'>, 'form'>) {
  const t = useText()
  const mayReadPeople = useMay('people.read')
  const people = useQuery({
    queryKey: ['users', 'choices'],
    queryFn: ({ signal }) =>
      api.get('/users', { schema: pageOf(userSchema), query: { limit: 200 }, signal }),
    enabled: mayReadPeople,
  })
  if (!mayReadPeople) return null
  const options = (people.data?.items ?? []).map((user) => ({
    value: user.id,
    label: user.name,
    note: user.email,
  }))
  return (
    <ComboboxField
      control={form.control}
      name="config.userId"
      label={t('nodeForms.extension.person')}
      hint={t('nodeForms.extension.personHint')}
      options={options}
      placeholder={t('nodeForms.extension.nobody')}
      clearLabel={t('nodeForms.extension.clearPerson')}
    />
  )
}

function DevicesCard({ form }: Pick<NodeFormProps<'extension'>, 'form'>) {
  const t = useText()
  const devices = useFieldArray({ control: form.control, name: 'config.devices', keyName: 'key' })
  return (
    <Card
      title={t('nodeForms.extension.devices')}
      lead={t('nodeForms.extension.devicesLead')}
      pad
      end={
        <Button
          size="sm"
          icon={Plus}
          disabled={devices.fields.length >= 9}
          onClick={() => devices.append({ name: t('nodeForms.extension.nextDevice') })}
        >
          {t('nodeForms.extension.addDevice')}
        </Button>
      }
    >
      {devices.fields.length === 0 && <p className="muted">{t('nodeForms.extension.noDevices')}</p>}
      {devices.fields.map((device, index) => (
        <div key={device.key} className="row items-end">
          <TextField
            control={form.control}
            name={`config.devices.${index}.name`}
            label={t('nodeForms.extension.deviceName', { number: index + 1 })}
            className="grow"
            input={{ autoComplete: 'off' }}
          />
          <IconButton
            className="mb-1"
            variant="ghost"
            icon={X}
            label={t('nodeForms.extension.removeDevice', { name: device.name })}
            onClick={() => devices.remove(index)}
          />
        </div>
      ))}
    </Card>
  )
}

/** What the other side sees, and what this person may call. */
function OutsideCard({ form }: Pick<NodeFormProps<'extension'>, 'form'>) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const chosen = useWatch({ control: form.control, name: 'config.permissionClass' }) ?? ''
  const named = (flow.data?.outboundRoutes ?? []).flatMap((route) => route.permissionClasses)
  const classes = [...new Set([...named, chosen])].filter((name) => name !== '').toSorted()
  return (
    <Card title={t('nodeForms.extension.outside')} lead={t('nodeForms.extension.outsideLead')} pad>
      <div className="grid2">
        <OwnNumberPicker
          control={form.control}
          name="config.outboundCallerId"
          label={t('nodeForms.extension.outboundCallerId')}
          hint={t('nodeForms.extension.outboundCallerIdHint')}
          none={t('nodeForms.extension.organizationNumber')}
        />
        <SelectField
          control={form.control}
          name="config.permissionClass"
          label={t('nodeForms.extension.permissionClass')}
          hint={t('nodeForms.extension.permissionClassHint')}
          options={[
            { value: '', label: t('nodeForms.extension.noClass') },
            ...classes.map((name) => ({ value: name, label: name })),
          ]}
        />
      </div>
    </Card>
  )
}

const recordings = ['none', 'inbound', 'outbound', 'all'] as const

function RecordingCard({ form }: Pick<NodeFormProps<'extension'>, 'form'>) {
  const t = useText()
  return (
    <Card
      title={t('nodeForms.extension.recording')}
      lead={t('nodeForms.extension.recordingLead')}
      pad
    >
      <div className="grid2">
        <SelectField
          control={form.control}
          name="config.recording"
          label={t('nodeForms.extension.recorded')}
          hint={t('nodeForms.extension.recordedHint')}
          options={recordings.map((value) => ({
            value,
            label: t(`nodeForms.extension.recordings.${value}`),
          }))}
        />
      </div>
    </Card>
  )
}

/** The person's own voicemail box: on, exits that lead nowhere go there. */
function OwnBoxCard({ form }: Pick<NodeFormProps<'extension'>, 'form'>) {
  const t = useText()
  const box = useWatch({ control: form.control, name: 'config.voicemail' })
  const isOn = box !== false && box !== undefined
  const change = (on: boolean) =>
    form.setValue('config.voicemail', on ? newBox(t('nodeForms.voicemail.startGreeting')) : false, {
      shouldDirty: true,
    })
  return (
    <Card title={t('nodeForms.extension.voicemail')} pad>
      <Switch
        checked={isOn}
        onChange={change}
        label={t('nodeForms.extension.voicemailOn')}
        hint={t('nodeForms.extension.voicemailHint')}
      />
      {isOn && (
        <>
          <MessageFields control={form.control} names={boxNames} />
          <EmailFields control={form.control} names={boxNames} />
          <BoxPinField
            control={form.control}
            names={boxNames}
            hint={t('nodeForms.voicemail.ownPinHint')}
          />
        </>
      )}
    </Card>
  )
}

const boxNames = {
  greeting: 'config.voicemail.greeting',
  maxSeconds: 'config.voicemail.maxSeconds',
  beep: 'config.voicemail.beep',
  pin: 'config.voicemail.pin',
  emails: 'config.voicemail.emails',
  emailSubject: 'config.voicemail.emailSubject',
  emailBody: 'config.voicemail.emailBody',
  attachAudio: 'config.voicemail.attachAudio',
  retentionDays: 'config.voicemail.retentionDays',
} as const
