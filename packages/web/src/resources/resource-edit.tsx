import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { useGo } from '../app/navigation.ts'
import { FormFrame } from '../forms/form-frame.tsx'
import type { ContractForm } from '../forms/use-contract-form.ts'
import { Page, PageHead } from '../ui/page-head.tsx'

interface ResourceEditPageProps<I extends FieldValues, O> {
  title: string
  lead?: ReactNode
  /** The list that it belongs to; Cancel leads there. */
  up: { to: string; label: string }
  badge?: ReactNode
  /** Buttons in the head: `DeleteButton`, "Try a call". */
  actions?: ReactNode
  form: ContractForm<I, O>
  /** "Add Front desk", "Save". */
  saveLabel: string
  /** When it takes effect. */
  note?: ReactNode
  isReadOnly?: boolean | undefined
  onReload?: (() => void) | undefined
  /** Beside the form on wide screens: what it means for callers. */
  aside?: ReactNode
  children: ReactNode
}

/** The standard page for making or changing one thing. Children are cards of fields. */
export function ResourceEditPage<I extends FieldValues, O>(props: ResourceEditPageProps<I, O>) {
  const go = useGo()
  const frame = (
    <FormFrame
      form={props.form}
      saveLabel={props.saveLabel}
      note={props.note}
      isReadOnly={props.isReadOnly}
      onReload={props.onReload}
      onCancel={() => go(props.up.to)}
    >
      {props.children}
    </FormFrame>
  )
  return (
    <Page>
      <PageHead
        title={props.title}
        lead={props.lead}
        up={props.up}
        badge={props.badge}
        actions={props.actions}
      />
      <div className="formgrid">
        {frame}
        {props.aside && <aside className="col gap-4">{props.aside}</aside>}
      </div>
    </Page>
  )
}
