import { variableNameSchema } from '@opbx/contract/call-flow/carried'
import { asksInTrial, hasBody } from '@opbx/contract/call-flow/nodes/http-request'
import { callPlaceholders } from '@opbx/contract/call-flow/template'
import { webHostOf } from '@opbx/contract/call-flow/web-address'
import { Fragment } from 'react'
import { useWatch } from 'react-hook-form'
import { NumberField, SelectField, TextAreaField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Switch } from '../../../ui/choices.tsx'
import { Code } from '../../../ui/code.tsx'
import { ExitRow } from '../exits-card.tsx'
import { HeadersCard } from '../headers-card.tsx'
import { LinesField } from '../lines-field.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PromptField } from '../prompt-field.tsx'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const bodyTypes = ['json', 'form', 'text'] as const
const startBody = '{"session": "{{session}}", "from": "{{from}}", "to": "{{to}}"}'

/** Another system says where the call goes on. */
export const httpRequestView: NodeView<'http_request'> = {
  type: 'http_request',
  columns: (t) => [
    {
      key: 'host',
      head: t('nodeForms.http_request.columnHost'),
      cell: ({ config }) => (
        <code>
          {config.method} {webHostOf(config.url)}
        </code>
      ),
      phone: 'sub',
    },
  ],
  start: (_organization, t) => ({
    method: 'GET',
    url: '',
    headers: [],
    bodyType: 'json',
    body: startBody,
    timeoutSeconds: 5,
    namedExits: [],
    variables: [],
    filler: { text: t('nodeForms.http_request.startFiller') },
    askInTrial: null,
  }),
  Form: HttpRequestForm,
  Aside: AnswerSample,
  exitLabels: (t) => ({
    success: t('nodeForms.http_request.exits.success'),
    failed: t('nodeForms.http_request.exits.failed'),
  }),
  hasSecrets: true,
}

function HttpRequestForm({ form, node }: NodeFormProps<'http_request'>) {
  const t = useText()
  return (
    <>
      <RequestCard form={form} />
      <HeadersCard
        control={form.control}
        name="config.headers"
        lead={t('nodeForms.http_request.headersLead')}
      />
      <AnswerCard form={form} node={node} />
      <WaitingCard form={form} />
    </>
  )
}

type FormOnly = Pick<NodeFormProps<'http_request'>, 'form'>

function RequestCard({ form }: FormOnly) {
  const t = useText()
  const method = useWatch({ control: form.control, name: 'config.method' }) ?? 'GET'
  return (
    <Card title={t('nodeForms.http_request.heading')} pad>
      <div className="row wrap items-start">
        <SelectField
          control={form.control}
          name="config.method"
          label={t('nodeForms.http_request.method')}
          options={methods.map((value) => ({ value, label: value }))}
          className="w-32 flex-none"
        />
        <TextField
          control={form.control}
          name="config.url"
          label={t('nodeForms.http_request.url')}
          className="grow basis-60"
          input={{
            inputMode: 'url',
            autoComplete: 'off',
            code: true,
            placeholder: 'https://crm.acme.example/callers?number={{from}}',
          }}
        />
      </div>
      <p className="small muted">
        {t('nodeForms.http_request.placeholders')}{' '}
        {callPlaceholders.map((name) => (
          <Fragment key={name}>
            <code>{`{{${name}}}`}</code>{' '}
          </Fragment>
        ))}
      </p>
      {hasBody({ method }) && (
        <>
          <SelectField
            control={form.control}
            name="config.bodyType"
            label={t('nodeForms.http_request.bodyType')}
            options={bodyTypes.map((value) => ({
              value,
              label: t(`nodeForms.http_request.bodyTypes.${value}`),
            }))}
          />
          <TextAreaField
            control={form.control}
            name="config.body"
            label={t('nodeForms.http_request.body')}
            hint={t('nodeForms.http_request.bodyHint')}
            rows={5}
          />
        </>
      )}
    </Card>
  )
}

function AnswerCard({ form, node }: NodeFormProps<'http_request'>) {
  const t = useText()
  const named = useWatch({ control: form.control, name: 'config.namedExits' }) ?? []
  const exits = [...new Set(named)].filter((name) => variableNameSchema.safeParse(name).success)
  return (
    <Card
      title={t('nodeForms.http_request.answer')}
      lead={t('nodeForms.http_request.answerLead')}
      pad
    >
      <div className="grid2">
        <LinesField
          control={form.control}
          name="config.namedExits"
          label={t('nodeForms.http_request.namedExits')}
          hint={t('nodeForms.http_request.namedExitsHint')}
          rows={3}
        />
        <LinesField
          control={form.control}
          name="config.variables"
          label={t('nodeForms.http_request.variables')}
          hint={t('nodeForms.http_request.variablesHint')}
          rows={3}
        />
      </div>
      {exits.map((exit) => (
        <ExitRow
          key={exit}
          control={form.control}
          exit={exit}
          label={t('nodeForms.http_request.exit', { exit })}
          start={<code>{exit}</code>}
          self={node?.id}
        />
      ))}
    </Card>
  )
}

function WaitingCard({ form }: FormOnly) {
  const t = useText()
  const [method = 'GET', askInTrial = null] = useWatch({
    control: form.control,
    name: ['config.method', 'config.askInTrial'],
  })
  return (
    <Card
      title={t('nodeForms.http_request.waiting')}
      lead={t('nodeForms.http_request.waitingLead')}
      pad
    >
      <NumberField
        control={form.control}
        name="config.timeoutSeconds"
        label={t('nodeForms.http_request.timeout')}
        unit={t('common.seconds')}
        className="w-40"
      />
      <PromptField
        control={form.control}
        name="config.filler"
        label={t('nodeForms.http_request.filler')}
      />
      <Switch
        checked={asksInTrial({ method, askInTrial })}
        onChange={(on) => form.setValue('config.askInTrial', on, { shouldDirty: true })}
        label={t('nodeForms.http_request.askInTrial')}
        hint={t('nodeForms.http_request.askInTrialHint')}
      />
    </Card>
  )
}

/** What may be answered, made of the names that the form has. */
function AnswerSample({ form }: NodeFormProps<'http_request'>) {
  const t = useText()
  const [named = [], variables = []] = useWatch({
    control: form.control,
    name: ['config.namedExits', 'config.variables'],
  })
  const sample = {
    exit: named[0] ?? 'success',
    ...(variables.length > 0 && {
      variables: Object.fromEntries(variables.map((name) => [name, '…'])),
    }),
  }
  return (
    <Card
      title={t('nodeForms.http_request.sample')}
      lead={t('nodeForms.http_request.sampleLead')}
      pad
    >
      <Code value={sample} language="json" label={t('nodeForms.http_request.sample')} wrap />
    </Card>
  )
}
