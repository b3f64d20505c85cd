import { X } from 'lucide-react'
import { useMemo } from 'react'
import { useController } from 'react-hook-form'
import { useCallingCodes } from '../../format/calling-codes.ts'
import { countryName } from '../../format/country-name.ts'
import { listCountries } from '../../format/zones.ts'
import { messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import type { RouteForm } from './route-form.ts'

/** Chosen countries as chips, each with its way out, and a search for more. */
export function CountriesField({ form }: { form: RouteForm }) {
  const t = useText()
  const callingCodeOf = useCallingCodes()
  const { field, fieldState } = useController({ control: form.control, name: 'countries' })
  const chosen = field.value ?? []
  const all = useMemo(() => listCountries(navigator.language), [])
  const options = all
    .filter(({ code }) => !chosen.includes(code))
    .map(({ code, name }) => ({ value: code, label: name, note: callingCodeOf(code) }))
  return (
    <div className="col gap-2">
      <Field
        label={t('outboundRoutes.countries')}
        hint={t('outboundRoutes.countriesHint')}
        name="countries"
        error={messageOf(fieldState.error)}
        className="max-w-[400px]"
      >
        <Combobox
          value=""
          onChange={(code) => field.onChange([...chosen, code])}
          options={options}
          searchLabel={t('outboundRoutes.countrySearch')}
          placeholder={t('outboundRoutes.addCountry')}
        />
      </Field>
      {chosen.length === 0 ? (
        <p className="small quiet">{t('outboundRoutes.noCountries')}</p>
      ) : (
        <ul className="row wrap" aria-label={t('outboundRoutes.countries')}>
          {chosen.map((code) => (
            <li key={code} className="row gap-1">
              <button
                type="button"
                className="chip"
                onClick={() => field.onChange(chosen.filter((one) => one !== code))}
                aria-label={t('outboundRoutes.removeCountry', { name: countryName(code) })}
              >
                {countryName(code)}
                <X className="i" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
