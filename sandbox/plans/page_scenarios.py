"""Works about which their page says what the daily file does not, and works that only look so.

They are dealt in place of works with nothing peculiar, so that no other scenario becomes rarer. Lists only.
"""

from __future__ import annotations

from sandbox.plans.scenarios import Scenario

PEOPLE = (
    Scenario("no_resident", "Sin residente en archivo ni ficha", "No resident in file or page", 12,
      {"residency": "none"}, contract=True, long=True),
    Scenario("late_resident", "El residente se registra tarde", "Resident registered late", 6,
      {"residency": "late"}, contract=True, long=True),
    Scenario("resident_on_page", "Residente solo en la ficha", "A resident on the page only", 6,
      {"residency": "page_only"}, contract=True, long=True),
    Scenario("resident_unnamed", "La ficha lista un residente sin nombre", "The page lists a resident without name", 14,
      {"residency": "unnamed"}, contract=True, long=True),
    Scenario("nobody_serves", "Ni residente ni supervisor", "Neither resident nor supervisor", 18,
      {"residency": "none", "supervision": "none", "ending": "overrun"}, contract=True, long=True),
)  # fmt: skip

TERMS = (
    Scenario("people_left", "Plazo de residente y supervisor vencido", "Term of resident and supervisor ended", 9,
      {"serving": "ended"}, contract=True, long=True),
    Scenario("people_succeeded", "Reemplazo visible solo en la ficha", "Successors on the page only", 7,
      {"serving": "succeeded"}, contract=True, long=True),
    Scenario("firm_supervises_on", "Residente con fin, empresa supervisora sin fin", "Firm without a last day", 5,
      {"serving": "succeeded", "supervision": "firm"}, contract=True, long=True),
)  # fmt: skip

PLACES = (
    Scenario("place_vague", "Ubicación referencial, sin dirección ni punto", "A reference, no address, no point", 9,
      {"place": "vague"}),
    Scenario("place_pointed", "Referencial y sin dirección, con punto en el mapa", "A reference with a point", 5,
      {"place": "vague_pointed"}),
    Scenario("place_told", "Referencial con dirección, sin punto", "A reference with an address, no point", 5,
      {"place": "vague_told"}),
    Scenario("place_exact_bare", "Exacta, sin dirección ni punto", "Exact, without address or point", 5,
      {"place": "exact_bare"}),
)  # fmt: skip

ACTS = (
    Scenario("addition_without_act", "Adicional sin resolución en la ficha", "An addition without a resolution", 14,
      {"slip": "additions_small", "act": "missing"}, contract=True),
    Scenario("addition_without_day", "Adicional sin resolución ni fecha", "Neither resolution nor day", 7,
      {"slip": "additions_small", "act": "undated"}, contract=True),
    Scenario("addition_acted", "Adicional con su resolución", "Additional works with their resolution", 5,
      {"slip": "additions_small"}, contract=True),
    Scenario("extension_without_act", "Ampliación sin acto en la ficha", "Extension without an act", 12,
      {"ending": "extension", "act": "missing"}, contract=True),
    Scenario("extension_without_day", "Ampliación sin acto ni fecha", "Extension without act or day", 8,
      {"ending": "extension", "act": "undated"}, contract=True),
)  # fmt: skip

# Dealt to any work beside its own scenario: where it lies touches nothing else.
POINTS = (
    Scenario("point_ordinary", "Ubicación sin nada peculiar", "A place with nothing peculiar", 91),
    Scenario("point_zero", "Punto en cero y cero", "A point at zero and zero", 1, {"place": "zero_point"}),
    Scenario("point_swapped", "Latitud y longitud cambiadas", "Latitude and longitude swapped", 1,
      {"place": "swapped_point"}),
    Scenario("point_default", "Punto exacto que comparten muchas obras", "An exact point that many works share", 2,
      {"place": "default_point"}),
    Scenario("point_reference", "El mismo punto, solo de referencia", "The same point, a mere reference", 1,
      {"place": "default_vague"}),
    Scenario("place_elsewhere", "Distrito ajeno al punto y a la inversión", "Another district than point and money", 2,
      {"place": "elsewhere"}),
    Scenario("place_moved", "Obra fuera del distrito de su inversión, real", "Outside its investment's district", 1,
      {"place": "moved"}),
    Scenario("place_elsewhere_unseen", "Distrito ajeno, sin punto", "Another district, no point", 1,
      {"place": "elsewhere_unseen"}),
)  # fmt: skip

# Dealt by turns beside all else: whose photographs somebody gathered as files, and what these show.
PICTURES = (
    Scenario("photos_ungathered", "Fotografías que nadie reunió", "Photographs that nobody gathered", 172),
    Scenario("photo_again", "La fotografía de tres meses antes", "The photograph of three months before", 2,
      {"pictures": "again"}),
    Scenario("photo_saved_again", "La misma, guardada en otro tamaño", "The same, saved in another size", 2,
      {"pictures": "saved_again"}),
    Scenario("photo_lent", "La fotografía de otra obra", "The photograph of another work", 4, {"pictures": "lent"}),
    Scenario("photo_next_month", "La del mes anterior", "That of the month before", 2, {"pictures": "next_month"}),
    Scenario("photo_same_place", "El mismo lugar, meses después", "The same place, months later", 2,
      {"pictures": "same_place"}),
    Scenario("photo_sheets", "Hojas escaneadas", "Scanned sheets", 3, {"pictures": "sheets"}),
    Scenario("photo_logo", "El logotipo del programa", "The logo of the programme", 8, {"pictures": "logo"}),
    Scenario("photo_logo_beside", "Logotipo y fotografías propias", "The logo beside photographs of its own", 3,
      {"pictures": "logo_beside"}),
    Scenario("photo_some_missing", "Faltan archivos de algunas", "Files of some are missing", 2,
      {"pictures": "some_missing"}),
)  # fmt: skip

PAGES = (*PEOPLE, *TERMS, *PLACES, *ACTS)
