import { type Pairing, pairingChangeSchema, pairingValidatedSchema } from '@opbx/contract/pairing'
import { trialCompanySchema } from '@opbx/contract/trial'
import { FlaskConical } from 'lucide-react'
import { useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import {
  ChoiceField,
  NumberField,
  OptionalTextField,
  SelectField,
  TextField,
} from '../../forms/fields.tsx'
import { FormFrame } from '../../forms/form-frame.tsx'
import { type ContractForm, useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout, Card, Facts } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { changeOf, savePairing } from './save-pairing.ts'
import { useAction } from './use-action.ts'

type Input = z.input<typeof pairingChangeSchema>
type Output = z.output<typeof pairingChangeSchema>
type PairingForm = ContractForm<Input, Output>

/** Credentials, addresses and keys. */
export function CloudonixForm({ pairing }: { pairing: Pairing }) {
  const t = useText()
  const isPaired = pairing.status !== 'unpaired'
  const form = useContractForm<Input, Output>({
    schema: pairingChangeSchema,
    values: changeOf(pairing),
    save: async (body) => {
      const saved = await savePairing(body)
      showToast(
        saved.status === 'configured'
          ? t('settings.cloudonix.savedOk', { domain: saved.domainName ?? '' })
          : t('settings.cloudonix.savedAttention'),
        { isProblem: saved.status !== 'configured' },
      )
    },
  })
  const platform = useWatch({ control: form.control, name: 'platform' })
  return (
    <FormFrame
      form={form}
      saveLabel={isPaired ? t('settings.cloudonix.save') : t('settings.cloudonix.validateAndSave')}
      end={isPaired && <ValidateButton form={form} />}
    >
      {!isPaired && <PlatformCard form={form} pairing={pairing} />}
      {!isPaired && platform === 'cloudonix' && <NeedsCard />}
      <DomainCard form={form} pairing={pairing} />
      <AddressesCard form={form} pairing={pairing} />
      <Card title={t('settings.cloudonix.keys')} pad>
        <OptionalTextField
          control={form.control}
          name="requestsApiKey"
          label={t('settings.cloudonix.requestsApiKey')}
          hint={pairing.requestsApiKey ?? t('settings.cloudonix.requestsApiKeyHint')}
          empty={undefined}
          input={{ code: true, autoComplete: 'off' }}
        />
      </Card>
    </FormFrame>
  )
}

function PlatformCard({ form, pairing }: { form: PairingForm; pairing: Pairing }) {
  const t = useText()
  const platform = useWatch({ control: form.control, name: 'platform' })
  const trial = useAction({
    run: () => api.post('/trial', { body: {}, schema: trialCompanySchema }),
    done: () =>
      t('settings.cloudonix.savedOk', { domain: t('settings.cloudonix.platforms.simulator') }),
    changes: 'pairing',
    onDone: () => void flowChanged(),
  })
  return (
    <Card title={t('settings.cloudonix.platform')} pad>
      <ChoiceField
        control={form.control}
        name="platform"
        label={t('settings.cloudonix.platform')}
        columns
        choices={(['cloudonix', 'simulator'] as const).map((value) => ({
          value,
          label: t(`settings.cloudonix.platforms.${value}`),
          hint: t(`settings.cloudonix.platformHints.${value}`),
        }))}
      />
      {platform === 'simulator' && (
        <Callout
          action={
            <Button
              icon={FlaskConical}
              busy={trial.isPending}
              onClick={() => trial.mutate()}
              disabledReason={
                pairing.simulatorAvailable ? undefined : t('settings.cloudonix.simulatorOff')
              }
            >
              {t('settings.cloudonix.startSimulator')}
            </Button>
          }
        >
          {t('settings.cloudonix.noteSimulator')}
        </Callout>
      )}
    </Card>
  )
}

function NeedsCard() {
  const t = useText()
  return (
    <Card title={t('settings.cloudonix.needs')} pad>
      <ul className="ticks">
        {(['account', 'uuid', 'key', 'address'] as const).map((item) => (
          <li key={item}>{t(`settings.cloudonix.needsItems.${item}`)}</li>
        ))}
      </ul>
      <p className="small quiet">{t('settings.cloudonix.guide')}</p>
    </Card>
  )
}

function DomainCard({ form, pairing }: { form: PairingForm; pairing: Pairing }) {
  const t = useText()
  return (
    <Card title={t('settings.cloudonix.domain')} pad>
      <div className="grid2">
        <TextField
          control={form.control}
          name="domainUuid"
          label={t('settings.cloudonix.domainUuid')}
          input={{
            code: true,
            autoComplete: 'off',
            placeholder: '11111111-2222-4333-8444-555555555555',
          }}
        />
        <TextField
          control={form.control}
          name="domainApiKey"
          label={t('settings.cloudonix.domainApiKey')}
          hint={t('settings.cloudonix.domainApiKeyHint')}
          input={{ code: true, autoComplete: 'off' }}
        />
        <NumberField
          control={form.control}
          name="noAnswerTimeout"
          label={t('settings.cloudonix.noAnswerTimeout')}
          unit={t('common.seconds')}
        />
        <SelectField
          control={form.control}
          name="recordingFormat"
          label={t('settings.cloudonix.recordingFormat')}
          options={(['mp3', 'wav'] as const).map((value) => ({
            value,
            label: t(`settings.cloudonix.formats.${value}`),
          }))}
        />
      </div>
      {pairing.domainName && (
        <Facts
          facts={[
            { label: t('settings.cloudonix.domainName'), value: <code>{pairing.domainName}</code> },
            { label: t('settings.cloudonix.package'), value: pairing.package ?? '–' },
          ]}
        />
      )}
    </Card>
  )
}

function AddressesCard({ form, pairing }: { form: PairingForm; pairing: Pairing }) {
  const t = useText()
  return (
    <Card
      title={t('settings.cloudonix.addresses')}
      lead={t('settings.cloudonix.addressesLead')}
      pad
    >
      <OptionalTextField
        control={form.control}
        name="webhookBaseUrl"
        label={t('settings.cloudonix.baseUrl')}
        hint={t('settings.cloudonix.baseUrlHint', { url: pairing.resolvedWebhookBaseUrl })}
        input={{ code: true, autoComplete: 'off', inputMode: 'url' }}
      />
      {(['voiceRoute', 'sessionUpdate', 'cdr'] as const).map((url) => (
        <div key={url} className="urlrow">
          <span className="small medium">{t(`settings.cloudonix.urls.${url}`)}</span>
          <CopyField value={pairing.webhookUrls[url]} label={t(`settings.cloudonix.urls.${url}`)} />
        </div>
      ))}
    </Card>
  )
}

/** Tries the credentials that stand in the form; nothing is stored. */
function ValidateButton({ form }: { form: PairingForm }) {
  const t = useText()
  const validation = useAction({
    run: async () => {
      const { platform, domainUuid, domainApiKey } = form.getValues()
      const { profile } = await api.post('/settings/cloudonix/validate', {
        body: { platform, domainUuid, domainApiKey },
        schema: pairingValidatedSchema,
      })
      showToast(t('settings.cloudonix.validated', { domain: profile.domainName }))
    },
    changes: 'pairing',
  })
  return (
    <Button busy={validation.isPending} onClick={() => validation.mutate()}>
      {t('settings.cloudonix.validate')}
    </Button>
  )
}
