import { useText } from '../../../texts/i18n.ts'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { blankRule, CallerRulesCard } from './caller-filter-rules.tsx'

/** Callers by their number: each rule leads somewhere. */
export const callerFilterView: NodeView<'caller_filter'> = {
  type: 'caller_filter',
  columns: (t) => [
    {
      key: 'rules',
      head: t('nodeForms.caller_filter.columnRules'),
      cell: (node) => (
        <span className="muted">{node.config.rules.map((rule) => rule.name).join(', ')}</span>
      ),
      phone: 'sub',
    },
    {
      key: 'blockList',
      head: t('nodeForms.caller_filter.columnBlockList'),
      cell: (node) =>
        node.config.rules.some((rule) => rule.kind === 'block_list')
          ? t('nodeForms.caller_filter.usesBlockList')
          : '',
    },
  ],
  start: () => ({ rules: [blankRule('number', '')] }),
  Form: CallerFilterForm,
}

function CallerFilterForm({ form, node }: NodeFormProps<'caller_filter'>) {
  const t = useText()
  return <CallerRulesCard form={form} node={node} title={t('nodeForms.caller_filter.rules')} />
}
