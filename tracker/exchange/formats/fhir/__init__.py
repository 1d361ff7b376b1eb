"""The diary as HL7 FHIR R4, the format in which clinics exchange records, and back.

A release is a Procedure and each of its ratings an Observation that is part of it; a check-in is
an Observation with components. What FHIR has no field for travels in extensions, so that nothing
is lost on the way back. Screenings and experiments stay in the diary: FHIR has no plain place for
them.
"""
