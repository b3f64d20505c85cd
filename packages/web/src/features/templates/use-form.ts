import type { TemplateUse, templateUseSchema } from '@opbx/contract/call-flow/templates'
import type { z } from 'zod'
import type { ContractForm } from '../../forms/use-contract-form.ts'

/** What the boxes hold, before it is checked. */
export type Use = z.input<typeof templateUseSchema>
export type UseForm = ContractForm<Use, TemplateUse>
