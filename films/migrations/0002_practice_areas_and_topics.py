"""The 15 practice areas and 10 topics every site starts with.

Rows are added only where their slug is missing, so that a site which has renamed an area keeps its name.
"""

from django.db import migrations

AREAS = [
    ("community-mental-health", "Community mental health", True, "Helping adults with mental health problems to live well at home, with support for money, housing, work and relationships."),
    ("approved-mental-health-professional", "Approved mental health professionals (AMHPs)", True, "Deciding, with care for a person's rights, whether to apply for someone to be kept in hospital under the Mental Health Act."),
    ("family-group-conferencing", "Family group conferencing", True, "Meetings led by the person, where family and friends they choose make a plan together."),
    ("social-work-consultant", "Social work consultants and leaders", True, "Senior social workers who support other staff with hard decisions and help to lead services."),
    ("approved-responsible-clinician", "Approved and responsible clinicians", False, "Social workers with extra approval who can be in charge of the care of a person detained in hospital."),
    ("mental-capacity-best-interests", "Mental capacity and best interests", False, "Protecting the rights of people who cannot make some decisions for themselves, including work by best interests assessors."),
    ("hospital-crisis-liaison", "Hospital, crisis and liaison", False, "Support in a crisis, in the emergency department, on a ward and on the way home."),
    ("early-intervention-psychosis", "Early intervention in psychosis", False, "Quick, long-term help for people who have signs of psychosis for the first time."),
    ("children-young-people", "Children and young people", False, "Work with children, teenagers, families and schools in children's mental health services."),
    ("perinatal", "Pregnancy and new parents (perinatal)", False, "Support for mental health in pregnancy and in the first years after birth."),
    ("older-people-dementia", "Older people and dementia", False, "Working with older people who have mental health problems or dementia, and with their carers."),
    ("learning-disability-autism", "Learning disability and autism", False, "Helping people with a learning disability and autistic people to live in the community and not in hospital."),
    ("forensic-secure-services", "Forensic and secure services", False, "Work with people who have mental health problems and have been through the courts, including social supervision after hospital."),
    ("drugs-alcohol", "Drugs and alcohol", False, "Support for people who have mental health problems and also use drugs or alcohol."),
    ("primary-care", "GP surgeries and primary care", False, "Mental health practitioners, including social workers, who are based with GP surgeries."),
]

TOPICS = [
    ("careers", "Careers"), ("rights", "Rights"), ("law", "Law"), ("families", "Families"), ("carers", "Carers"),
    ("choice", "Choice"), ("housing", "Housing"), ("discharge", "Leaving hospital"), ("peer-support", "Peer support"),
    ("young-people", "Young people"),
]


def add_rows(apps, schema_editor):
    PracticeArea = apps.get_model("films", "PracticeArea")
    Topic = apps.get_model("films", "Topic")
    for order, (slug, name, is_in_first_film, description) in enumerate(AREAS, start=1):
        PracticeArea.objects.get_or_create(
            slug=slug,
            defaults={"name": name, "description": description, "is_in_first_film": is_in_first_film, "sort_order": order},
        )
    for slug, name in TOPICS:
        Topic.objects.get_or_create(slug=slug, defaults={"name": name})


class Migration(migrations.Migration):
    dependencies = [("films", "0001_initial")]

    # Backwards the rows stay: films may point to them by then.
    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
