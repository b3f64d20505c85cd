import { zodResolver } from '@hookform/resolvers/zod'
import { useCallback, useState } from 'react'
import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
  useForm,
} from 'react-hook-form'
import type { z } from 'zod'
import { ApiProblem } from '../api/problem.ts'
import { useText } from '../texts/i18n.ts'
import { issueText, splitServerErrors } from './form-errors.ts'

/** A form over a schema of the contract: `I` is what its fields hold, `O` what is sent. */
export interface ContractForm<I extends FieldValues, O> extends UseFormReturn<I, unknown, O> {
  /** For `<form onSubmit>`; checks, sends, puts the server's errors at their fields. */
  submit: (event?: { preventDefault(): void }) => void
  isSaving: boolean
  /** The refusal that concerns no single field; the summary shows it. */
  problem: unknown
  /** True while changes would be lost. Asked at the moment of leaving. */
  isDirty: () => boolean
}

interface Options<I extends FieldValues, O> {
  schema: z.ZodType<O, I>
  values: DefaultValues<I>
  /** Sends it. A thrown `ApiProblem` is shown; after success the form counts as saved. */
  save: (value: O) => Promise<unknown>
}

/** The only way to make a form: checked by the contract, errors of the server at their fields. */
export function useContractForm<I extends FieldValues, O extends FieldValues>(
  options: Options<I, O>,
): ContractForm<I, O> {
  const { schema, values, save } = options
  const t = useText()
  const [problem, setProblem] = useState<unknown>(null)
  const [isLeaving, setLeaving] = useState({ current: false })
  const form = useForm<I, unknown, O>({
    resolver: zodResolver(schema, { error: (issue) => issueText(issue, t) }),
    defaultValues: values,
    mode: 'onTouched',
    shouldFocusError: false,
  })
  const { isSubmitting, dirtyFields } = form.formState

  const send = form.handleSubmit(async (value) => {
    setProblem(null)
    isLeaving.current = true
    const sent = form.getValues()
    try {
      await save(value)
      form.reset(sent, { keepValues: true })
      setLeaving({ current: false })
    } catch (error) {
      isLeaving.current = false
      setProblem(show(error, form))
    }
  })
  const submit = useCallback(
    (event?: { preventDefault(): void }) => {
      event?.preventDefault()
      setProblem(null)
      void send()
    },
    [send],
  )
  // While saving, the page may leave by itself.
  const isDirty = () => Object.keys(dirtyFields).length > 0 && !isLeaving.current
  return { ...form, submit, isSaving: isSubmitting, problem, isDirty }
}

/** Puts field errors at their fields; gives back what is left to be said about the whole. */
function show<I extends FieldValues, O>(
  error: unknown,
  form: UseFormReturn<I, unknown, O>,
): unknown {
  if (!(error instanceof ApiProblem) || error.fields.length === 0) return error
  const { known, other } = splitServerErrors(error.fields, form.getValues())
  for (const field of known)
    form.setError(fieldPath<I>(field.path), { type: 'server', message: field.message })
  for (const [index, field] of other.entries())
    form.setError(`root.server${index}`, { type: 'server', message: field.message })
  return null
}

// The server names fields by text; whether the form has the path was checked just before.
function fieldPath<I extends FieldValues>(path: string): FieldPath<I> {
  return path as FieldPath<I>
}
