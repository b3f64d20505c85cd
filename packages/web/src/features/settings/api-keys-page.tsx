import {
  type ApiKey,
  apiKeyCreatedSchema,
  apiKeyCreateSchema,
  apiKeySchema,
} from '@opbx/contract/identity'
import { pageOf } from '@opbx/contract/pagination'
import { apiKeyScopes } from '@opbx/contract/permissions'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { queryClient } from '../../api/query-client.ts'
import { TextField } from '../../forms/fields.tsx'
import { FormErrorSummary } from '../../forms/form-frame.tsx'
import { type ContractForm, useContractForm } from '../../forms/use-contract-form.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Tile } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { FieldError } from '../../ui/field.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { ShownOnce } from './shown-once.tsx'
import { useAction } from './use-action.ts'

type Created = z.infer<typeof apiKeyCreatedSchema>

/** Keys for scripts. */
export function ApiKeysPage() {
  const t = useText()
  const [isMaking, setMaking] = useState(false)
  const [created, setCreated] = useState<Created | null>(null)
  const query = usePages(['api-keys'], '/api-keys', { schema: pageOf(apiKeySchema) })
  return (
    <ResourceListPage
      title={t('settings.apiKeys.title')}
      lead={t('settings.apiKeys.lead')}
      query={query}
      columns={useKeyColumns()}
      rowKey={(key) => key.id}
      create={{ label: t('settings.apiKeys.create'), onPress: () => setMaking(true) }}
      actions={
        <a className="btn" href="/api/docs" target="_blank" rel="noreferrer">
          {t('settings.apiKeys.reference')}
        </a>
      }
      empty={{
        title: t('settings.apiKeys.emptyTitle'),
        text: t('settings.apiKeys.emptyText'),
        art: <Tile icon={KeyRound} />,
      }}
    >
      <Dialog
        isOpen={isMaking}
        onClose={() => setMaking(false)}
        title={t('settings.apiKeys.createTitle')}
      >
        <KeyForm
          onCancel={() => setMaking(false)}
          onCreated={(key) => {
            setMaking(false)
            setCreated(key)
          }}
        />
      </Dialog>
      <ShownOnce
        title={t('settings.apiKeys.shownTitle', { name: created?.name ?? '' })}
        lead={t('settings.apiKeys.shownLead')}
        label={t('settings.apiKeys.key')}
        value={created?.key ?? null}
        confirm={t('settings.apiKeys.stored')}
        onClose={() => setCreated(null)}
      />
    </ResourceListPage>
  )
}

function useKeyColumns(): readonly Column<ApiKey>[] {
  const t = useText()
  return [
    {
      key: 'name',
      head: t('settings.apiKeys.name'),
      phone: 'title',
      cell: (key) => (
        <span className="col gap-0 min-w-0">
          <span className="medium trunc">{key.name}</span>
          <code className="quiet">{key.prefix}…</code>
        </span>
      ),
    },
    {
      key: 'scopes',
      head: t('settings.apiKeys.scopes'),
      phone: 'sub',
      cell: (key) => (
        <span className="muted">
          {key.scopes.map((scope) => t(`settings.apiKeys.scopeNames.${scope}`)).join(', ')}
        </span>
      ),
    },
    {
      key: 'made',
      head: t('settings.apiKeys.made'),
      cell: (key) => (
        <span className="col gap-0">
          <TimeText at={key.createdAt} as="dateWithYear" />
          <span className="quiet">{t('settings.apiKeys.madeBy', { name: key.createdBy })}</span>
        </span>
      ),
    },
    {
      key: 'used',
      head: t('settings.apiKeys.used'),
      cell: (key) =>
        key.lastUsedAt ? <TimeText at={key.lastUsedAt} /> : t('settings.apiKeys.neverUsed'),
    },
    {
      key: 'revoke',
      head: '',
      align: 'end',
      phone: 'state',
      cell: (key) => <RevokeCell apiKey={key} />,
    },
  ]
}

function RevokeCell({ apiKey }: { apiKey: ApiKey }) {
  const t = useText()
  const [isAsking, setAsking] = useState(false)
  const revocation = useAction({
    run: () => api.delete(`/api-keys/${apiKey.id}`),
    done: () => t('settings.apiKeys.revoked', { name: apiKey.name }),
    changes: 'api-keys',
    onDone: () => setAsking(false),
  })
  return (
    <>
      <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
        {t('settings.apiKeys.revoke')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('settings.apiKeys.revokeTitle', { name: apiKey.name })}
        text={t('settings.apiKeys.revokeText')}
        confirm={t('settings.apiKeys.revokeButton')}
        onConfirm={() => revocation.mutate()}
        busy={revocation.isPending}
        isDanger
      />
    </>
  )
}

type KeyInput = z.input<typeof apiKeyCreateSchema>
type KeyOutput = z.output<typeof apiKeyCreateSchema>

interface KeyFormProps {
  onCreated: (key: Created) => void
  onCancel: () => void
}

function KeyForm({ onCreated, onCancel }: KeyFormProps) {
  const t = useText()
  const form = useContractForm<KeyInput, KeyOutput>({
    schema: apiKeyCreateSchema,
    values: { name: '', scopes: ['flow.read', 'calls.read'] },
    save: async (body) => {
      onCreated(await api.post('/api-keys', { body, schema: apiKeyCreatedSchema }))
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  return (
    <form className="col gap-4" onSubmit={form.submit} noValidate>
      <FormErrorSummary form={form} />
      <TextField
        control={form.control}
        name="name"
        label={t('settings.apiKeys.name')}
        hint={t('settings.apiKeys.nameHint')}
        input={{ autoFocus: true, autoComplete: 'off' }}
      />
      <ScopesField form={form} />
      <div className="dialog__f">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t('settings.apiKeys.createSubmit')}
        </Button>
      </div>
    </form>
  )
}

function ScopesField({ form }: { form: ContractForm<KeyInput, KeyOutput> }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'scopes' })
  const chosen = field.value ?? []
  const toggle = (scope: (typeof apiKeyScopes)[number], on: boolean) =>
    field.onChange(apiKeyScopes.filter((one) => (one === scope ? on : chosen.includes(one))))
  return (
    <fieldset className="col gap-2">
      <legend className="label">{t('settings.apiKeys.scopes')}</legend>
      {apiKeyScopes.map((scope) => (
        <Checkbox
          key={scope}
          checked={chosen.includes(scope)}
          onChange={(on) => toggle(scope, on === true)}
          label={t(`settings.apiKeys.scopeNames.${scope}`)}
        />
      ))}
      {fieldState.error?.message && <FieldError>{fieldState.error.message}</FieldError>}
    </fieldset>
  )
}
