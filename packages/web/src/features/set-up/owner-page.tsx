import { setupSchema } from '@opbx/contract/identity'
import { useQuery } from '@tanstack/react-query'
import { Building2, Globe, KeyRound } from 'lucide-react'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { meQuery, setupQuery } from '../../api/me.ts'
import { isProblem } from '../../api/problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { useGo } from '../../app/navigation.ts'
import { makeFormat } from '../../format/format.ts'
import { guessCountry } from '../../format/zones.ts'
import { ComboboxField, PasswordField, TextField } from '../../forms/fields.tsx'
import { FormErrorSummary } from '../../forms/form-frame.tsx'
import { useCountryOptions, useZoneOptions } from '../../forms/place-options.ts'
import { type ContractForm, useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/figures.tsx'
import { PasswordMeter } from './password-meter.tsx'
import { Reasons, Wizard } from './wizard.tsx'

type OwnerForm = ContractForm<z.input<typeof setupSchema>, z.output<typeof setupSchema>>

/** First page of an empty installation: the company and its owner. */
export function OwnerPage() {
  const t = useText()
  const setup = useQuery(setupQuery)
  const go = useGo()
  const needed = setup.data?.needed
  useEffect(() => {
    if (needed === false) go('/', { replace: true })
  }, [needed, go])
  const form: OwnerForm = useContractForm({
    schema: setupSchema,
    values: {
      organization: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      country: guessCountry(navigator.languages) ?? 'US',
      name: '',
      email: '',
      password: '',
    },
    save: async (value) => {
      await api.post('/setup', { body: value })
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      go('/setup/connect')
    },
  })
  const organization = useWatch({ control: form.control, name: 'organization' })
  const isDone = isProblem(form.problem, 'conflict')
  return (
    <Wizard
      step="owner"
      title={t('setUp.owner.heading')}
      lead={t('setUp.owner.lead')}
      aside={<WhyWeAsk organization={organization} />}
    >
      <form className="col gap-8" onSubmit={form.submit} noValidate>
        <FormErrorSummary form={form} />
        <CompanyFields form={form} />
        <OwnerFields form={form} isCodeRequired={setup.data?.codeRequired ?? false} />
        <div className="wiz__foot">
          <Button
            type="submit"
            variant="primary"
            size="lg"
            busy={form.isSaving}
            disabledReason={isDone ? t('setUp.owner.done') : undefined}
          >
            {form.isSaving ? t('setUp.owner.busy') : t('common.continue')}
          </Button>
          <span className="small quiet only-l">{t('setUp.owner.next')}</span>
        </div>
      </form>
    </Wizard>
  )
}

function CompanyFields({ form: { control } }: { form: OwnerForm }) {
  const t = useText()
  const timeZone = useWatch({ control, name: 'timeZone' })
  const now = useNow(30)
  const zones = useZoneOptions()
  const countries = useCountryOptions()
  return (
    <section className="col gap-4" aria-labelledby="company">
      <h2 id="company">{t('setUp.owner.company')}</h2>
      <TextField
        control={control}
        name="organization"
        label={t('setUp.owner.organization')}
        input={{ autoComplete: 'organization', autoFocus: true }}
      />
      <div className="grid2">
        <ComboboxField
          control={control}
          name="country"
          label={t('setUp.owner.country')}
          hint={t('setUp.owner.countryHint')}
          options={countries}
          searchLabel={t('setUp.owner.countrySearch')}
        />
        <ComboboxField
          control={control}
          name="timeZone"
          label={t('setUp.owner.timeZone')}
          hint={t('setUp.owner.timeZoneHint')}
          options={zones}
          searchLabel={t('setUp.owner.timeZoneSearch')}
          suffix={makeFormat(timeZone || 'UTC', navigator.language).time(now)}
        />
      </div>
    </section>
  )
}

function OwnerFields({ form, isCodeRequired }: { form: OwnerForm; isCodeRequired: boolean }) {
  const t = useText()
  const { control } = form
  const [password, ...about] = useWatch({
    control,
    name: ['password', 'organization', 'name', 'email'],
  })
  return (
    <section className="col gap-4" aria-labelledby="you">
      <h2 id="you">{t('setUp.owner.you')}</h2>
      <div className="grid2">
        <TextField
          control={control}
          name="name"
          label={t('setUp.owner.name')}
          input={{ autoComplete: 'name' }}
        />
        <TextField
          control={control}
          name="email"
          label={t('setUp.owner.email')}
          hint={t('setUp.owner.emailHint')}
          input={{ autoComplete: 'username', type: 'email' }}
        />
      </div>
      <PasswordField
        control={control}
        name="password"
        label={t('setUp.owner.password')}
        hint={password === '' ? t('setUp.owner.passwordHint') : undefined}
        autoComplete="new-password"
        more={<PasswordMeter password={password} about={about} />}
      />
      {isCodeRequired && (
        <TextField
          control={control}
          name="setupCode"
          label={t('setUp.owner.setupCode')}
          hint={t('setUp.owner.setupCodeHint')}
          input={{ autoComplete: 'off', code: true }}
        />
      )}
    </section>
  )
}

function WhyWeAsk({ organization }: { organization: string }) {
  const t = useText()
  const name = organization.trim() || t('setUp.owner.why.organizationExample')
  return (
    <Reasons
      heading={t('setUp.owner.why.heading')}
      reasons={[
        {
          icon: <Building2 className="i" />,
          name: t('setUp.owner.why.organization'),
          text: t('setUp.owner.why.organizationText', { name }),
        },
        {
          icon: <Globe className="i" />,
          name: t('setUp.owner.why.country'),
          text: t('setUp.owner.why.countryText'),
        },
        {
          icon: <KeyRound className="i" />,
          name: t('setUp.owner.why.owner'),
          text: t('setUp.owner.why.ownerText'),
        },
      ]}
    />
  )
}
