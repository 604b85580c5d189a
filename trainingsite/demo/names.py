"""Invented names, as many kinds as a hospital has. Any likeness to real people is chance."""

import unicodedata
from collections.abc import Iterator
from random import Random

# Given names and family names that go together, so that nobody gets a name that nobody has.
KINDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("Grace", "Daniel", "Hannah", "Marcus", "Olivia", "Ethan", "Ruth", "Caleb", "Naomi", "Walter", "June", "Isaac"),
        ("Whitfield", "Carver", "Langston", "Brooks", "Hadley", "Mercer", "Tillman", "Ashford", "Quincy", "Fairchild"),
    ),
    (
        ("María José", "Luis", "Ximena", "Andrés", "Lucía", "Raúl", "Pilar", "Héctor", "Inés", "Joaquín"),
        ("Herrera", "Núñez", "Ibáñez", "Castañeda", "Villarreal", "Peña", "Escobedo", "Montaño"),
    ),
    (
        ("Kwame", "Abena", "Kofi", "Efua", "Yaw", "Adwoa", "Nana", "Akosua"),
        ("Mensah", "Boateng", "Asante", "Owusu", "Agyeman", "Darko", "Ofori"),
    ),
    (
        ("Chinedu", "Ngozi", "Emeka", "Adaeze", "Tunde", "Yetunde", "Ifeanyi", "Folake"),
        ("Okafor", "Eze", "Adeyemi", "Nwosu", "Balogun", "Chukwu", "Ogunleye"),
    ),
    (
        ("Priya", "Arjun", "Lakshmi", "Rohan", "Meera", "Vikram", "Anjali", "Suresh", "Divya", "Kiran"),
        ("Iyer", "Banerjee", "Chaudhary", "Nair", "Deshpande", "Kulkarni", "Reddy", "Mukherjee"),
    ),
    (
        ("Wei", "Xiuying", "Jun", "Meiling", "Hao", "Yan", "Lihua", "Zhiqiang"),
        ("Zhang", "Chen", "Huang", "Xu", "Lin", "Guo", "Deng", "Qiu"),
    ),
    (
        ("Linh", "Minh", "Thảo", "Quân", "Hương", "Đức", "Mai", "Tuấn"),
        ("Nguyễn", "Trần", "Phạm", "Đặng", "Bùi", "Võ"),
    ),
    (
        ("Ji-woo", "Min-jun", "Seo-yeon", "Hyun-woo", "Ha-eun", "Do-yun"),
        ("Kim", "Park", "Choi", "Jung", "Kang", "Yoon"),
    ),
    (
        ("Haruka", "Kenji", "Yuki", "Takumi", "Aiko", "Ren"),
        ("Tanaka", "Mori", "Fujimoto", "Ishikawa", "Ogawa", "Nakano"),
    ),
    (
        ("Rosario", "Jomar", "Liza", "Rodel", "Marites", "Arnel", "Divina", "Crisanto"),
        ("Dela Cruz", "Manalo", "Bautista", "Macaraeg", "Pangilinan", "Salonga"),
    ),
    (
        ("Yusuf", "Amina", "Khalid", "Noor", "Tariq", "Samira", "Hassan", "Rania"),
        ("Haddad", "Al-Masri", "Khoury", "Nasser", "Qureshi", "Farouk", "Sabbagh"),
    ),
    (
        ("Oksana", "Dmytro", "Irina", "Pavel", "Milena", "Goran", "Katarzyna", "Łukasz"),
        ("Kovalenko", "Shevchuk", "Wójcik", "Horvat", "Novák", "Petrović", "Zieliński"),
    ),
    (
        ("Eszter", "Björn", "Maarten", "Élodie", "Jürgen", "Anaïs", "Søren", "Þóra"),
        ("Szabó", "Åkerström", "van der Velde", "Lefèvre", "Müller", "Jónsdóttir", "Nygård"),
    ),
    (
        ("Siobhán", "Declan", "Aoife", "Cormac", "Niamh", "Fionn"),
        ("O'Connor", "O'Malley", "Mac Giolla", "Gallagher", "Ní Bhriain"),
    ),
    (
        ("Almaz", "Dawit", "Hirut", "Abdi", "Fartun", "Liban"),
        ("Tesfaye", "Bekele", "Warsame", "Gebremariam", "Mohamud"),
    ),
    (
        ("Shandiin", "Ahiga", "Leilani", "Kalani", "Nizhoni", "Keoni"),
        ("Begay", "Yazzie", "Kealoha", "Tsosie", "Kahananui"),
    ),
)


def invented_names(random: Random) -> Iterator[str]:
    """Full names without end of use: each once, the kinds taking turns."""
    pools = []
    for given, family in KINDS:
        pool = [f"{first} {last}" for first in given for last in family]
        random.shuffle(pool)
        pools.append(pool)
    while any(pools):
        for pool in pools:
            if pool:
                yield pool.pop()


def address_for(name: str, *, taken: set[str]) -> str:
    """name.name@riverside.example in plain letters; with a number if somebody has it."""
    folded = unicodedata.normalize("NFKD", name.translate(str.maketrans("ŁłĐđØøÞþ", "LlDdOoTt")))
    plain = "".join(letter for letter in folded if letter.isascii() and (letter.isalnum() or letter == " "))
    stem = ".".join(plain.lower().split()) or "staff"
    address, again = f"{stem}@riverside.example", 2
    while address in taken:
        address, again = f"{stem}{again}@riverside.example", again + 1
    taken.add(address)
    return address
