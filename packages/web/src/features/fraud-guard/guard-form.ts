import {
  type FraudGuardSettings,
  fraudGuardSchema,
  fraudGuardSettingsSchema,
} from '@opbx/contract/fraud-guard'
import { api } from '../../api/client.ts'
import { fraudGuardQuery } from '../../api/fraud-guard.ts'
import { queryClient } from '../../api/query-client.ts'
import { type ContractForm, useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { showToast } from '../../ui/toast.tsx'

export type GuardForm = ContractForm<FraudGuardSettings, FraudGuardSettings>

export function useGuardForm(settings: FraudGuardSettings): GuardForm {
  const t = useText()
  return useContractForm<FraudGuardSettings, FraudGuardSettings>({
    schema: fraudGuardSettingsSchema,
    values: settings,
    save: async (body) => {
      const guard = await api.put('/fraud-guard', { body, schema: fraudGuardSchema })
      queryClient.setQueryData(fraudGuardQuery.queryKey, guard)
      showToast(t('fraudGuard.form.saved'))
    },
  })
}
